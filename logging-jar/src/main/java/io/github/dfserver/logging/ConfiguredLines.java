package io.github.dfserver.logging;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * The format that {@value LogFormat#PROPERTY} asks for, for a {@code logging.properties} that is
 * the same for both; text is the {@link SimpleFormatter}'s. Thread-safe.
 */
public final class ConfiguredLines extends Formatter {
  private final Formatter chosen;

  /**
   * Reads the property once.
   *
   * @throws IllegalArgumentException when it names no format
   */
  public ConfiguredLines() {
    chosen = LogFormat.configured() == LogFormat.JSON ? new JsonLines() : new SimpleFormatter();
  }

  @Override
  public String format(LogRecord record) {
    return chosen.format(record);
  }
}
