package io.github.dfserver.it.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a process holds at a moment, as Linux tells it.
 *
 * @param descriptors what its descriptors name: paths, and such as {@code socket:[4711]}
 * @param threads how many there are of each name, digits taken out
 */
public record ProcessState(List<String> descriptors, Map<String, Integer> threads) {
  /** Copies the collections. */
  public ProcessState {
    descriptors = List.copyOf(descriptors);
    threads = Map.copyOf(threads);
  }

  /** Looks at a process that is running. */
  public static ProcessState of(ChildProcess process) throws IOException {
    Path root = Path.of("/proc/" + process.pid());
    List<String> descriptors = new ArrayList<>();
    for (Path descriptor : list(root.resolve("fd"))) {
      try {
        descriptors.add(Files.readSymbolicLink(descriptor).toString());
      } catch (NoSuchFileException e) {
        // Closed meanwhile.
      }
    }
    Map<String, Integer> threads = new TreeMap<>();
    for (Path thread : list(root.resolve("task"))) {
      try {
        String name = Files.readString(thread.resolve("comm")).strip();
        threads.merge(name.replaceAll("[0-9#() -]+", "-"), 1, Integer::sum);
      } catch (IOException e) {
        // Ended meanwhile.
      }
    }
    return new ProcessState(descriptors, threads);
  }

  /** How many sockets there are. */
  public int sockets() {
    return (int) descriptors.stream().filter(name -> name.startsWith("socket:")).count();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}
