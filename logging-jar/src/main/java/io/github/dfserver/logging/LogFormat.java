package io.github.dfserver.logging;

import java.util.Locale;

/** How log lines look. */
public enum LogFormat {
  /** For people. */
  TEXT,

  /** For machines: {@link JsonLines}. */
  JSON;

  /** The system property that says which, as a user would spell it. */
  public static final String PROPERTY = "dfs.log-format";

  /** The environment variable that says which, where the property does not. */
  public static final String VARIABLE = "DFS_LOG_FORMAT";

  /**
   * The format of this name, in any case.
   *
   * @throws IllegalArgumentException with a sentence when it is none
   */
  public static LogFormat of(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " can be text or json, but is '" + name + "'");
    };
  }

  /**
   * What the property or the variable asks for; text where neither does.
   *
   * @throws IllegalArgumentException as of {@link #of}
   */
  public static LogFormat configured() {
    String property = System.getProperty(PROPERTY, "");
    String variable = System.getenv(VARIABLE);
    if (!property.isBlank()) {
      return of(property);
    }
    return variable == null || variable.isBlank() ? TEXT : of(variable);
  }
}
