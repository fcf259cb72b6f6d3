package io.github.dfserver.node;

import io.github.dfserver.logging.JsonLines;
import io.github.dfserver.logging.LogFormat;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** One line a record on stderr, with its time, as long as nothing else is configured. */
final class Logging {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  private Logging() {}

  /** Made after {@link #start}; keeps the level, which the log manager alone would forget. */
  private static final class Own {
    static final Logger LOGGER = Logger.getLogger("io.github.dfserver");
  }

  /** How much the log tells; each tells what those before it do. */
  enum Detail {
    ERROR,
    WARNING,
    INFO,
    DEBUG,
    TRACE;

    private Level level() {
      return switch (this) {
        case ERROR -> Level.SEVERE;
        case WARNING -> Level.WARNING;
        case INFO -> Level.INFO;
        case DEBUG -> Level.FINE;
        case TRACE -> Level.FINER;
      };
    }
  }

  /** Before the first logger is made. */
  static void start() {
    setDefault("java.util.logging.manager", Manager.class.getName());
    setDefault(FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
  }

  /** Does what the operator asked for, unless there is a configuration of java.util.logging. */
  static void configure(LogFormat format, Detail detail) {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
      return;
    }
    Level level = detail.level();
    Own.LOGGER.setLevel(level);
    Logger root = Logger.getLogger("");
    // What the libraries have to say for finding a fault of theirs is not for an operator.
    root.setLevel(level.intValue() > Level.INFO.intValue() ? level : Level.INFO);
    for (Handler handler : root.getHandlers()) {
      handler.setLevel(Level.ALL);
      if (format == LogFormat.JSON) {
        handler.setFormatter(new JsonLines());
      }
    }
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
