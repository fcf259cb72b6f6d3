package io.github.dfserver.it.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All operations of a run. Thread-safe. */
public final class History {
  private final long start = System.nanoTime();
  private final List<Operation> operations = new ArrayList<>();

  /** Nanoseconds since the beginning. */
  public long now() {
    return System.nanoTime() - start;
  }

  /** Adds an operation that is over. */
  public synchronized void add(Operation operation) {
    operations.add(operation);
  }

  /** All that there is, in the order in which it was asked for. */
  public synchronized List<Operation> operations() {
    return operations.stream().sorted(Comparator.comparingLong(Operation::invoked)).toList();
  }

  /** The same by name. */
  public Map<String, List<Operation>> byName() {
    Map<String, List<Operation>> names = new TreeMap<>();
    for (Operation operation : operations()) {
      names.computeIfAbsent(operation.name(), name -> new ArrayList<>()).add(operation);
    }
    return names;
  }

  /** Writes one line an operation, fields parted by tabs. */
  public void save(Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Operation operation : operations()) {
        writer.write(
            String.join(
                "\t",
                Long.toString(operation.invoked()),
                Long.toString(operation.answered()),
                Integer.toString(operation.client()),
                operation.kind().name(),
                operation.outcome().name(),
                operation.name(),
                operation.value(),
                operation.answer()));
        writer.newLine();
      }
    }
  }

  /** Reads what {@link #save} wrote. */
  public static History load(Path file) throws IOException {
    History history = new History();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      String[] fields = line.split("\t", 8);
      history.add(
          new Operation(
              Integer.parseInt(fields[2]),
              Kind.valueOf(fields[3]),
              fields[5],
              fields[6],
              Outcome.valueOf(fields[4]),
              Long.parseLong(fields[0]),
              Long.parseLong(fields[1]),
              fields[7]));
    }
    return history;
  }
}
