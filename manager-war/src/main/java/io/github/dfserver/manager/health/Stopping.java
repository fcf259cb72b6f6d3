package io.github.dfserver.manager.health;

/** Whether {@code manager.jar} was told to stop, and only waits for its proxy to notice. */
final class Stopping {
  /** Set by the starter, in another class loader: system properties are what they share. */
  private static final String PROPERTY = "dfs.stopping";

  private Stopping() {}

  static boolean announced() {
    return Boolean.getBoolean(PROPERTY);
  }
}
