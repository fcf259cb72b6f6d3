package io.github.dfserver.it.check;

import io.github.dfserver.it.history.History;
import java.util.List;

/** All promises for names, over a whole history. */
public final class HistoryCheck {
  private HistoryCheck() {}

  /** What is wrong, name by name. */
  public static List<Violation> check(History history) {
    return history.byName().values().stream()
        .flatMap(operations -> NameRules.check(operations).stream())
        .toList();
  }
}
