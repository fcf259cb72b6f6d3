package io.github.dfserver.manager.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.error.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeOrderTest {
  private static final String VERIFIER = "v".repeat(43);

  private static CodeOrder order(String json) {
    return CodeOrder.of(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void itsMembersAreReadAndItsTextTellsNoSecret() {
    CodeOrder order =
        order(
            "{\"code\":\"geheim\",\"more\":[{}],\"codeVerifier\":\""
                + VERIFIER
                + "\",\"redirectUri\":\"http://localhost:8000/\"}");
    assertThat(order).isEqualTo(new CodeOrder("geheim", VERIFIER, "http://localhost:8000/"));
    assertThat(order.toString()).doesNotContain("geheim").doesNotContain(VERIFIER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{}{}",
        "{\"code\":1}",
        "{\"code\":\"a\",\"code\":\"b\"}",
        "{\"code\":\"a\",\"codeVerifier\":\"short\",\"redirectUri\":\"http://localhost/\"}",
        "{\"code\":\"\",\"codeVerifier\":\"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\","
            + "\"redirectUri\":\"http://localhost/\"}",
        "{\"code\":\"a\",\"codeVerifier\":\"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv&\","
            + "\"redirectUri\":\"http://localhost/\"}"
      })
  void whatIsNoOrderIsRefused(String json) {
    assertThatThrownBy(() -> order(json)).isInstanceOf(ProblemException.class);
  }
}
