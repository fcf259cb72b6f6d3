package io.github.dfserver.manager.config;

/**
 * Tells whoever started the server how the manager's start went: a server stays up when its
 * application does not start. Kept in system properties, which all class loaders share.
 */
public final class StartReport {
  private static final String STARTED = "dfs.start.done";
  private static final String FAILURE = "dfs.start.failure";

  private StartReport() {}

  /** The manager serves. */
  public static void started() {
    System.clearProperty(FAILURE);
    System.setProperty(STARTED, "true");
  }

  /** The manager cannot start, for this reason. */
  public static void failed(RuntimeException reason) {
    System.setProperty(FAILURE, String.valueOf(reason.getMessage()));
  }
}
