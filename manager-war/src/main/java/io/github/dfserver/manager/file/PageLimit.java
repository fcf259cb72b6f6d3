package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;

/** The {@code limit} parameter of a page. */
public final class PageLimit {
  private static final int STANDARD = 100;
  private static final int MOST = 1000;

  private PageLimit() {}

  /**
   * Reads the parameter.
   *
   * @param value what was sent, or null
   * @return 1 to 1000, 100 where nothing was sent
   * @throws ProblemException code 6, when it is something else
   */
  public static int of(String value) {
    if (value == null) {
      return STANDARD;
    }
    try {
      int limit = Integer.parseInt(value);
      if (limit >= 1 && limit <= MOST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw refused();
    }
    throw refused();
  }

  private static ProblemException refused() {
    return new ProblemException(
        Problem.invalidRequest("'limit' has to be a number from 1 to " + MOST + "."));
  }
}
