package io.github.dfserver.manager.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogfmtTest {
  private static String of(String value) {
    return new Logfmt().with("path", value).toString();
  }

  @Test
  void plainValuesStandAsTheyAre() {
    assertThat(
            new Logfmt().with("method", "GET").with("path", "/file/a%20b").with("n", 7).toString())
        .isEqualTo("method=GET path=/file/a%20b n=7");
  }

  @Test
  void aValueCannotAddAnotherPair() {
    assertThat(of("/x status=200")).isEqualTo("path=\"/x status=200\"");
    assertThat(of("/x=y")).isEqualTo("path=\"/x=y\"");
  }

  @Test
  void aValueCannotEndItsQuotes() {
    assertThat(of("/\" status=\"200")).isEqualTo("path=\"/\\\" status=\\\"200\"");
    assertThat(of("/\\")).isEqualTo("path=\"/\\\\\"");
  }

  @Test
  void aValueCannotEndTheLine() {
    String line = of("/a\r\nrequest=forged\u0085\u2028\u2029\u001b[31m\u007f");
    assertThat(line)
        .isEqualTo(
            "path=\"/a\\u000d\\u000arequest=forged\\u0085\\u2028\\u2029\\u001b[31m\\u007f\"");
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void anEmptyValueIsNothing() {
    assertThat(new Logfmt().with("code", "").with("peer", null).with("n", 1).toString())
        .isEqualTo("code= peer= n=1");
  }

  @Test
  void aLongValueIsCut() {
    String line = of("/" + "a".repeat(5000));
    assertThat(line).endsWith("aa...\"").hasSizeLessThan(Logfmt.MAX_VALUE + 20);
  }
}
