package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at the directories of a store. */
final class Trees {
  private Trees() {}

  /** Walks everything below {@code root} and asserts the rule of 36. */
  static void assertNoDirectoryHasMoreThan36Entries(Path root) throws IOException {
    Map<Path, Integer> entries = new HashMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.filter(path -> !path.equals(root))
          .forEach(path -> entries.merge(path.getParent(), 1, Integer::sum));
    }
    assertThat(entries).allSatisfy((directory, count) -> assertThat(count).isLessThanOrEqualTo(36));
  }

  /** The plain files below a directory. */
  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(path -> !Files.isDirectory(path)).collect(Collectors.toList());
    }
  }

  /** Copies what is below a directory and whose relative path is wanted. */
  static void copy(Path from, Path to, Predicate<Path> wanted) throws IOException {
    Files.createDirectories(to);
    for (Path path : below(from)) {
      Path relative = from.relativize(path);
      if (wanted.test(relative)) {
        Files.copy(path, to.resolve(relative));
      }
    }
  }

  /** Everything below a directory. */
  static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(path -> !path.equals(directory)).collect(Collectors.toList());
    }
  }
}
