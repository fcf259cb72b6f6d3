package io.github.dfserver.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import java.util.Map;

/** The error table of the API, as answers have to look. */
public final class Problems {
  private static final Map<Integer, String> DATA =
      Map.ofEntries(
          Map.entry(1, "Servers unavailable"),
          Map.entry(2, "File does not exist"),
          Map.entry(3, "File name already exists"),
          Map.entry(4, "File unavailable"),
          Map.entry(5, "Internal error"),
          Map.entry(6, "Invalid request"),
          Map.entry(7, "File too large"),
          Map.entry(8, "Insufficient storage"),
          Map.entry(9, "Not authorized"),
          Map.entry(10, "Node does not exist"),
          Map.entry(11, "Conflict"),
          Map.entry(12, "File damaged"));

  private Problems() {}

  /** Checks that the answer is this error, with every member that every error has. */
  public static void assertProblem(Answer answer, int status, int errorCode) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.header("Content-Type").orElse("none"))
        .as("%s", answer)
        .startsWith("application/problem+json");
    Map<String, Object> problem = answer.json();
    assertThat(problem)
        .as("%s", answer)
        .containsEntry("status", (long) status)
        .containsEntry("errorCode", (long) errorCode)
        .containsEntry("data", DATA.get(errorCode))
        .containsEntry("requestId", answer.header("X-Request-Id").orElse("no id"))
        .containsKeys("type", "title", "detail");
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  /** Checks that the answer is code 6 with any 4xx status. */
  public static void assertInvalid(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isBetween(400, 499);
    assertProblem(answer, answer.status(), 6);
  }
}
