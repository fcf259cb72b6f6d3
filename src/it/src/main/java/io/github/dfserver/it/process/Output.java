package io.github.dfserver.it.process;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.function.Function;

/** Where the lines of a process go. */
public final class Output {
  private Output() {}

  /** Appends each process's lines to {@code NAME.log} in this directory. */
  public static Function<String, Consumer<String>> files(Path directory) {
    return name -> {
      Path log = directory.resolve(name + ".log");
      return line -> append(log, line);
    };
  }

  /** Prints each line with the name of its process before it. */
  public static Function<String, Consumer<String>> console(PrintStream out) {
    return name -> line -> out.printf("[%s] %s%n", name, line);
  }

  private static void append(Path log, String line) {
    try {
      Files.createDirectories(log.getParent());
      Files.writeString(
          log,
          line + System.lineSeparator(),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
