package io.github.dfserver.manager.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which version of the manager this is. */
public final class BuildVersion {
  private static final String VERSION = read();

  private BuildVersion() {}

  /** As the build names it, such as {@code 1.0.0}. */
  public static String get() {
    return VERSION;
  }

  private static String read() {
    try (InputStream text = BuildVersion.class.getResourceAsStream("version.txt")) {
      return text == null
          ? "unknown"
          : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
