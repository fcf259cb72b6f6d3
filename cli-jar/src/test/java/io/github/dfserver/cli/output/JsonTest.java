package io.github.dfserver.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is written. */
class JsonTest {
  @Test
  void membersStayInOrderAndTextIsEscaped() {
    assertThat(
            Json.of("b", 1)
                .with("a", "x\"\n")
                .with("t", Instant.EPOCH)
                .with("n", null)
                .with("f", true)
                .with("o", Json.of("l", 5L)))
        .hasToString(
            "{\"b\":1,\"a\":\"x\\\"\\n\",\"t\":\"1970-01-01T00:00:00Z\",\"n\":null,\"f\":true,"
                + "\"o\":{\"l\":5}}");
  }

  @Test
  void sizesAreRead() {
    assertThat(Sizes.text(0)).isEqualTo("0 B");
    assertThat(Sizes.text(1023)).isEqualTo("1023 B");
    assertThat(Sizes.text(1024)).isEqualTo("1.0 KiB");
    assertThat(Sizes.text(1536 << 10)).isEqualTo("1.5 MiB");
    assertThat(Sizes.text((1L << 20) - 1)).isEqualTo("1.0 MiB");
    assertThat(Sizes.text(200L << 30)).isEqualTo("200 GiB");
    assertThat(Sizes.text(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
  }

  @Test
  void whatMeansSomethingToATerminalIsNotWritten() {
    assertThat(Output.printable("a\u001b[31mb\u009bc")).isEqualTo("a\uFFFD[31mb\uFFFDc");
  }
}
