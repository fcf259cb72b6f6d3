package io.github.dfserver.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Scanner;

/** Asks before something is lost. */
public final class Consent {
  private Consent() {}

  /**
   * Whether the user agrees, or has done so with {@code --force}.
   *
   * @param question without the question mark
   * @throws UsageException nobody can be asked
   */
  public static boolean given(Session session, boolean forced, String question) {
    if (forced) {
      return true;
    }
    if (!session.output().terminals().in()) {
      throw new UsageException("Nobody can be asked: " + question + "? Say so with --force.");
    }
    session.output().ask(question + "? [y/N] ");
    Scanner answers = new Scanner(session.in(), StandardCharsets.UTF_8);
    String answer = answers.hasNextLine() ? answers.nextLine().strip() : "";
    return answer.toLowerCase(Locale.ROOT).matches("y|yes");
  }
}
