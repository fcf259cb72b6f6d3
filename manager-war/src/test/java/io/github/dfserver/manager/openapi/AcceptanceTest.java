package io.github.dfserver.manager.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Accept header. */
class AcceptanceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                          | 1
          */*                                       | 1
          application/*                             | 1
          Application/JSON; charset=utf-8           | 1
          application/json;q=0.5                    | 0.5
          application/json ; q=0.25, */*            | 0.25
          */*, application/json;q=0                 | 0
          */*;q=0.1, application/*;q=0.2            | 0.2
          text/html, */*;q=0.8                      | 0.8
          image/png                                 | 0
          text/*                                    | 0
          nonsense                                  | 0
          nonsense, application/json;q=what         | 1
          """)
  void theRangeThatFitsBestCounts(String accept, double weight) {
    assertThat(Acceptance.of(List.of(accept), "application/json")).isEqualTo(weight);
  }

  @Test
  void whoAsksForNothingWantsEverything() {
    assertThat(Acceptance.of(List.of(), "application/json")).isEqualTo(1);
    assertThat(Acceptance.of(List.of(" "), "application/json")).isEqualTo(1);
  }

  @Test
  void severalLinesAreOneHeader() {
    assertThat(Acceptance.of(List.of("text/html", "application/json;q=0.5"), "application/json"))
        .isEqualTo(0.5);
  }
}
