package io.github.dfserver.manager.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.file.FileName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkOrderTest {
  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anHourUnlessItSaysOtherwise() {
    LinkOrder plain = new LinkOrder(new FileName("a b"), Duration.ofHours(1), Optional.empty());
    assertThat(LinkOrder.ofJson(utf8("{\"filename\": \"a b\"}"))).isEqualTo(plain);
    assertThat(LinkOrder.ofForm(utf8("filename=a+b"))).isEqualTo(plain);
  }

  @Test
  void readsAllOfIt() {
    LinkOrder all =
        new LinkOrder(
            new FileName("\u00e9"), Duration.ofDays(7), Optional.of(Disposition.ATTACHMENT));
    assertThat(
            LinkOrder.ofJson(
                utf8(
                    "{\"disposition\":\"attachment\",\"expiresIn\":604800,\"filename\":\"\u00e9\","
                        + "\"other\":[1,{}]}")))
        .isEqualTo(all);
    assertThat(
            LinkOrder.ofForm(
                utf8("expiresIn=604800&other=1&disposition=attachment&filename=%C3%A9")))
        .isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"filename\":\"a\"",
        "{\"filename\":\"a\"}{}",
        "{\"filename\":\"a\",\"filename\":\"b\"}",
        "{\"filename\":[\"a\"]}",
        "{\"filename\":\"a//b\"}",
        "{\"filename\":\"a\",\"expiresIn\":0}",
        "{\"filename\":\"a\",\"expiresIn\":604801}",
        "{\"filename\":\"a\",\"expiresIn\":-1}",
        "{\"filename\":\"a\",\"expiresIn\":1.5}",
        "{\"filename\":\"a\",\"expiresIn\":true}",
        "{\"filename\":\"a\",\"expiresIn\":\"soon\"}",
        "{\"filename\":\"a\",\"expiresIn\":99999999999999999999999999}",
        "{\"filename\":\"a\",\"disposition\":\"show\"}",
        "{\"x\":[[[[[[[[[[1]]]]]]]]]],\"filename\":\"a\"}"
      })
  void refusesOtherJson(String json) {
    assertThatThrownBy(() -> LinkOrder.ofJson(utf8(json)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code().code()).isEqualTo(6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "filename=%zz", "filename=%C3", "filename=a&filename=b", "filename="})
  void refusesOtherForms(String form) {
    assertThatThrownBy(() -> LinkOrder.ofForm(utf8(form))).isInstanceOf(ProblemException.class);
  }
}
