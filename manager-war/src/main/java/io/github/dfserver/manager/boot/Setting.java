package io.github.dfserver.manager.boot;

import java.util.Locale;
import java.util.Optional;

/** A setting of {@code manager.jar} itself: a system property, or else a variable. */
final class Setting {
  private Setting() {}

  /** What {@code dfs.some-key} or {@code DFS_SOME_KEY} is; empty where it is not set or blank. */
  static Optional<String> of(String key) {
    String variable = key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getProperty(key, System.getenv(variable)))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }
}
