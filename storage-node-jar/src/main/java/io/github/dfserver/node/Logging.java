package io.github.dfserver.node;

import java.util.logging.LogManager;

/** One line a record on stderr, with its time, as long as nothing else is configured. */
final class Logging {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  private Logging() {}

  /** Before the first logger is made. */
  static void start() {
    setDefault("java.util.logging.manager", Manager.class.getName());
    setDefault(FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  /** Keeps logging while the process is being stopped, which the platform's own does not. */
  public static final class Manager extends LogManager {
    @Override
    public void reset() {
      // The platform calls this when the process ends, while there are still things to say.
    }
  }
}
