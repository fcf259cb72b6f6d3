package io.github.dfserver.it.faults;

import io.github.dfserver.it.check.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What a run finds wrong, and a log of what it does. Thread-safe. */
final class Findings {
  private final Path file;
  private final long start = System.nanoTime();
  private final List<Violation> violations = new ArrayList<>();

  /** Logs to a file. */
  Findings(Path file) {
    this.file = file;
  }

  /** Writes a line to the log, with the time since the beginning. */
  synchronized void log(String line) {
    String timed = String.format("%9.3f %s%n", (System.nanoTime() - start) / 1e9, line);
    try {
      Files.writeString(file, timed, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something is wrong. */
  synchronized void add(Violation violation) {
    violations.add(violation);
    log("WRONG " + violation);
  }

  /** Something is wrong. */
  void add(String rule, String detail) {
    add(new Violation(rule, detail));
  }

  synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }
}
