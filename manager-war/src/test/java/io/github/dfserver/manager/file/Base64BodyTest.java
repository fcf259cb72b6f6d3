package io.github.dfserver.manager.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.error.ErrorCode;
import io.github.dfserver.manager.error.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64BodyTest {
  private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();

  private String parse(Base64Body kind, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return kind.parse(new ByteArrayInputStream(bytes), decoded).value();
  }

  @Test
  void decodesLargeFilesInBothFormsWithFieldsInEitherOrder() throws IOException {
    byte[] content = new byte[3_000_001];
    new Random(1).nextBytes(content);
    String base64 = Base64.getEncoder().encodeToString(content);
    for (boolean fileFirst : new boolean[] {true, false}) {
      String name = "\"filename\":\"a/b\"";
      String file = "\"file\":\"" + base64 + "\"";
      decoded.reset();
      assertThat(
              parse(
                  Base64Body.json(),
                  "{" + (fileFirst ? file + "," + name : name + "," + file) + "}"))
          .isEqualTo("a/b");
      assertThat(decoded.toByteArray()).isEqualTo(content);

      decoded.reset();
      String encoded = "file=" + URLEncoder.encode(base64, StandardCharsets.US_ASCII);
      assertThat(
              parse(
                  Base64Body.form(),
                  fileFirst ? encoded + "&filename=a%2Fb" : "filename=a/b&" + encoded))
          .isEqualTo("a/b");
      assertThat(decoded.toByteArray()).isEqualTo(content);
    }
  }

  @Test
  void takesAPlusSignThatAFormDidNotEncode() throws IOException {
    assertThat(parse(Base64Body.form(), "filename=a+b&file=+/+/")).isEqualTo("a b");
    assertThat(decoded.toByteArray()).isEqualTo(Base64.getDecoder().decode("+/+/"));
  }

  @Test
  void passesOverLineBreaksAndOtherFields() throws IOException {
    parse(Base64Body.form(), "x=1&file=QU%0D%0AJD&y&filename=n&");
    parse(Base64Body.json(), "{\"x\":[{}],\"file\":\"QUJD\\n\",\"filename\":\"n\"}");
    parse(Base64Body.text(new FileName("n")), "QUJD\n");
    assertThat(decoded.toString(StandardCharsets.US_ASCII)).isEqualTo("ABCABCABC");
  }

  /** Each name is remembered while its object is read: a large body of names would fill memory. */
  @Test
  void refusesObjectsOfCountlessFields() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      fields.append("\"f").append(i).append("\":1,");
    }
    String end = "\"filename\":\"n\",\"file\":\"QUJD\"}";
    for (String body : List.of("{" + fields + end, "{\"x\":{" + fields + "\"y\":1}," + end)) {
      assertThatThrownBy(() -> parse(Base64Body.json(), body))
          .isInstanceOf(BodyRefusedException.class);
    }
  }

  @Test
  void refusesWhatIsTooDeepOrTooLong() {
    String end = ",\"filename\":\"n\",\"file\":\"QUJD\"}";
    for (String value :
        List.of(
            "[".repeat(1000) + "]".repeat(1000),
            "{\"x\":".repeat(1000) + "1" + "}".repeat(1000),
            "1".repeat(100_000))) {
      assertThatThrownBy(() -> parse(Base64Body.json(), "{\"x\":" + value + end))
          .isInstanceOf(BodyRefusedException.class);
    }
    String longName = "{\"" + "x".repeat(100_000) + "\":1" + end;
    assertThatThrownBy(() -> parse(Base64Body.json(), longName))
        .isInstanceOf(BodyRefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "filename=n",
        "file=QUJD",
        "filename=n&file=QUJ",
        "filename=n&file=Q",
        "filename=n&file=****",
        "filename=n&file=QQ==QQ==",
        "filename=n&file=QUJD&file=QUJD",
        "filename=n&filename=m&file=QUJD",
        "filename=%FF&file=QUJD",
        "filename=n&file=%4"
      })
  void refusesBrokenForms(String body) {
    assertRefused(Base64Body.form(), body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"filename\":\"n\"}",
        "{\"filename\":\"n\",\"file\":\"QUJ\"}",
        "{\"filename\":\"n\",\"file\":\"!\"}",
        "{\"filename\":\"n\",\"file\":7}",
        "{\"filename\":null,\"file\":\"\"}",
        "{\"filename\":\"n\",\"file\":\"QUJD\"",
        "{\"filename\":\"n\",\"file\":\"QUJD\"} x",
        "{\"filename\":\"n\",\"filename\":\"m\",\"file\":\"QUJD\"}",
        "{\"filename\":\"\\ud800\",\"file\":\"QUJD\"}"
      })
  void refusesBrokenJson(String body) {
    assertRefused(Base64Body.json(), body);
  }

  private void assertRefused(Base64Body kind, String body) {
    assertThatThrownBy(() -> parse(kind, body))
        .satisfies(
            e ->
                assertThat(
                        e instanceof BodyRefusedException refused
                            ? refused.problem().code()
                            : ((ProblemException) e).problem().code())
                    .isEqualTo(ErrorCode.INVALID_REQUEST));
  }
}
