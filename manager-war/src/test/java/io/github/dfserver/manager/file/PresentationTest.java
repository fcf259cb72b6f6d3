package io.github.dfserver.manager.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresentationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/png",
        "IMAGE/JPEG",
        "text/plain",
        "text/plain; charset=utf-8",
        "application/pdf",
        "audio/mpeg",
        "video/mp4; codecs=\"avc1\""
      })
  void safeTypesAreShown(String type) {
    assertThat(Presentation.isShown(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "image/svg+xml",
        "application/xhtml+xml",
        "text/xml",
        "text/javascript",
        "application/octet-stream",
        "text/markdown",
        "image/png, text/html",
        "image/png; a=b, text/html",
        "video/x, text/html",
        "video/<script>",
        "video/",
        ""
      })
  void allOthersAreSaved(String type) {
    assertThat(Presentation.isShown(type)).isFalse();
  }

  @Test
  void plainNamesArePlain() {
    assertThat(Presentation.disposition(true, "a b-1.txt"))
        .isEqualTo("inline; filename=\"a b-1.txt\"");
  }

  @Test
  void oddNamesAreSpeltTwice() {
    assertThat(Presentation.disposition(false, "\"\u00e9\u20ac;100%'\ud83d\ude00"))
        .isEqualTo(
            "attachment; filename=\"___;100_'__\";"
                + " filename*=UTF-8''%22%C3%A9%E2%82%AC%3B100%25%27%F0%9F%98%80");
  }

  @Test
  void ofALongNameAsMuchIsToldAsFileSystemsTake() {
    assertThat(Presentation.shortened("a.txt")).isEqualTo("a.txt");
    assertThat(Presentation.shortened("%".repeat(1020))).isEqualTo("%".repeat(255));
    assertThat(Presentation.shortened("\ud83d\ude00".repeat(250) + ".jpeg"))
        .isEqualTo("\ud83d\ude00".repeat(62) + ".jpeg");
    assertThat(Presentation.shortened("." + "x".repeat(400))).isEqualTo("." + "x".repeat(254));
  }
}
