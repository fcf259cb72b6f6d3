package io.github.dfserver.cli.config;

import io.github.dfserver.cli.run.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The settings that a user has written down: {@code server}, {@code token} and so on. */
final class ConfigFile {
  private static final Set<String> KEYS = Set.of("server", "token", "token-file", "ca");

  private final Path directory;
  private final Properties properties;

  private ConfigFile(Path directory, Properties properties) {
    this.directory = directory;
    this.properties = properties;
  }

  /**
   * Reads it.
   *
   * @param named null for the usual place, where it may be missing
   */
  static ConfigFile read(Path named, UnaryOperator<String> environment, Consumer<String> warning) {
    Path file = named == null ? usual(environment) : named;
    Properties properties = new Properties();
    if (named == null && !Files.exists(file)) {
      return new ConfigFile(file.toAbsolutePath().getParent(), properties);
    }
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      warnOfReaders(file, properties, warning);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("The settings in '" + file + "' cannot be read: " + e + ".");
    }
    Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "'%s' has %s; there are only server, token, token-file and ca.".formatted(file, unknown));
    }
    return new ConfigFile(file.toAbsolutePath().getParent(), properties);
  }

  private static Path usual(UnaryOperator<String> environment) {
    String base = environment.apply("XDG_CONFIG_HOME");
    Path directory =
        base == null || base.isBlank()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(base);
    return directory.resolve("dfs").resolve("config.properties");
  }

  private static void warnOfReaders(Path file, Properties properties, Consumer<String> warning)
      throws IOException {
    if (properties.getProperty("token") == null) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.GROUP_READ)) {
        warning.accept("Others can read the token in '%s': chmod 600 '%s'.".formatted(file, file));
      }
    } catch (UnsupportedOperationException e) {
      // Windows has no such permissions
    }
  }

  /** Null where it says nothing. */
  String text(String key) {
    String value = properties.getProperty(key);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** A file, relative to this one; null where it says nothing. */
  Path path(String key) {
    String value = text(key);
    return value == null ? null : directory.resolve(value);
  }
}
