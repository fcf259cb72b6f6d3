package io.github.dfserver.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {
  private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void whatIsReadIsWrittenAsItWas() {
    assertThat(Traceparent.read(SAMPLED).map(Traceparent::write)).contains(SAMPLED);
  }

  @Test
  void theFlagTellsWhetherItIsSampled() {
    assertThat(Traceparent.read(SAMPLED).orElseThrow().isSampled()).isTrue();
    assertThat(Traceparent.read(SAMPLED.replace("-01", "-00")).orElseThrow().isSampled()).isFalse();
  }

  @Test
  void ofALaterVersionTheKnownPartIsRead() {
    String later = "01" + SAMPLED.substring(2) + "-more";
    assertThat(Traceparent.read(later).map(Traceparent::write)).contains(SAMPLED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-zz",
        "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
        "00-xaf7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      })
  void whatIsNoTraceparentIsNoParent(String text) {
    assertThat(Traceparent.read(text)).isEmpty();
  }
}
