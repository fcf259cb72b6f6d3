package io.github.dfserver.it.faults;

import io.github.dfserver.it.history.Outcome;
import io.github.dfserver.it.http.Answer;
import java.util.Optional;

/** What the API's answers mean. */
final class Answers {
  private Answers() {}

  /**
   * A meaning.
   *
   * @param outcome what it says of the file
   * @param value the SHA-256 that it tells, or empty
   */
  record Meaning(Outcome outcome, String value) {}

  /** The answer to an upload of bytes with this SHA-256. */
  static Meaning ofCreate(Answer answer, String sha256) {
    if (answer.status() == 201) {
      return new Meaning(Outcome.CREATED, sha256);
    }
    if (answer.status() == 409 && answer.json().get("sha256") instanceof String existing) {
      return new Meaning(Outcome.FOUND, existing);
    }
    boolean refused = answer.status() / 100 == 4 || code(answer) == 1 || code(answer) == 8;
    return new Meaning(refused ? Outcome.NOTHING : Outcome.UNKNOWN, sha256);
  }

  /** The answer to a delete. */
  static Meaning ofDelete(Answer answer) {
    if (answer.status() == 200) {
      return new Meaning(Outcome.DELETED, "");
    }
    if (code(answer) == 2) {
      return new Meaning(Outcome.ABSENT, "");
    }
    if (code(answer) == 4) {
      return new Meaning(Outcome.PRESENT, "");
    }
    return new Meaning(answer.status() / 100 == 4 ? Outcome.NOTHING : Outcome.UNKNOWN, "");
  }

  /** The answer to a GET or a HEAD; only a GET's problems have a body. */
  static Meaning ofRead(Answer answer, boolean head) {
    Optional<String> tag = answer.header("ETag").map(text -> text.replace("\"", ""));
    if (answer.status() < 400 && tag.isPresent()) {
      return new Meaning(Outcome.FOUND, tag.get());
    }
    if (answer.status() == 404 && (code(answer) == 2 || (head && isProblem(answer)))) {
      return new Meaning(Outcome.ABSENT, "");
    }
    if (answer.status() == 412 || code(answer) == 4 || code(answer) == 12) {
      return new Meaning(Outcome.PRESENT, "");
    }
    return new Meaning(Outcome.UNKNOWN, "");
  }

  /** The error code of a problem; 0 where there is none. */
  static int code(Answer answer) {
    return isProblem(answer)
            && answer.body().length > 0
            && answer.json().get("errorCode") instanceof Long code
        ? Math.toIntExact(code)
        : 0;
  }

  /** Whether it is the application's; a server that has none yet answers with 404 pages. */
  private static boolean isProblem(Answer answer) {
    return answer.header("Content-Type").filter(type -> type.contains("problem+json")).isPresent();
  }

  /** The answer in a few words. */
  static String brief(Answer answer) {
    if (answer.status() < 400 || answer.body().length == 0) {
      return String.valueOf(answer.status());
    }
    return code(answer) > 0
        ? answer.status() + " code " + code(answer) + " " + answer.json().get("detail")
        : answer.status() + " without a problem";
  }
}
