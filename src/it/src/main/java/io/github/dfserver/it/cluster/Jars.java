package io.github.dfserver.it.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two runnable jars. The system properties {@code dfs.manager.jar} and {@code dfs.node.jar}
 * name them; without, they are looked for where the build puts them.
 *
 * @param manager manager.jar
 * @param node storage-node.jar
 */
public record Jars(Path manager, Path node) {
  /**
   * Finds them.
   *
   * @throws IllegalStateException when one is not there
   */
  public static Jars built() {
    return new Jars(
        find("dfs.manager.jar", "manager-war/target/manager.jar"),
        find("dfs.node.jar", "storage-node-jar/target/storage-node.jar"));
  }

  private static Path find(String property, String place) {
    String named = System.getProperty(property);
    if (named != null) {
      return existing(Path.of(named).toAbsolutePath().normalize());
    }
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve(place))) {
      directory = directory.getParent();
    }
    return existing(directory == null ? Path.of(place) : directory.resolve(place));
  }

  private static Path existing(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is not there: run mvn -DskipTests package first");
    }
    return jar;
  }
}
