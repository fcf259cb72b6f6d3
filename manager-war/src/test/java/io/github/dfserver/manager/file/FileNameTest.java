package io.github.dfserver.manager.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.error.ErrorCode;
import io.github.dfserver.manager.error.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "reports/2026/q1.pdf",
        "% # ? + & ; : * | < > \" '",
        " leading and trailing ",
        "\uD83D\uDE00.png",
        "\u05E9\u05DC\u05D5\u05DD",
        "e\u0301",
        "...",
        ".hidden",
        "a/..b"
      })
  void keepsANameExactlyAsItWasSent(String name) {
    assertThat(new FileName(name).value()).isEqualTo(name);
    assertThat(FileName.ofPath(PathEncoding.encode(name)).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/a",
        "a/",
        "a//b",
        "a/../b",
        "../../etc/passwd",
        "./a",
        "a\\b",
        "a\u0000b",
        "a\nb",
        "a\u007Fb",
        "half \uD800 pair",
        "\uDC00"
      })
  void refusesWhatIsNoName(String name) {
    assertRefused(() -> new FileName(name));
  }

  @Test
  void countsBytesOfUtf8NotCharacters() {
    assertThat(new FileName("a".repeat(1024)).value()).hasSize(1024);
    assertRefused(() -> new FileName("a".repeat(1025)));
    assertThat(new FileName("\u00E9".repeat(512)).value()).hasSize(512);
    assertRefused(() -> new FileName("\u00E9".repeat(512) + "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "a%zz", "%FF", "%C3%28", "%ED%A0%80", "%2e%2e", "a%00", "%5c"})
  void refusesPathsThatSpellNoName(String path) {
    assertRefused(() -> FileName.ofPath(path));
  }

  @Test
  void leavesAPlusSignInAPathAlone() {
    assertThat(FileName.ofPath("a+b%2Bc%20d").value()).isEqualTo("a+b+c d");
  }

  @Test
  void readsUnescapedBytesThatTheServerHandsOverAsLatin1() {
    assertThat(FileName.ofPath("\u00C3\u00A9").value()).isEqualTo("\u00E9");
  }

  private static void assertRefused(Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.problem().status()).isEqualTo(400);
            });
  }
}
