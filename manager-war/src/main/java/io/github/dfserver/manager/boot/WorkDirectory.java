package io.github.dfserver.manager.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The temporary directory that one manager process unpacks its server into, some 100 MB. A process
 * that stops removes it; one that is killed cannot, so every start removes the directories whose
 * lock nobody holds any more.
 */
final class WorkDirectory {
  private static final String PREFIX = "dfs-manager-";
  private static final String LOCK = "lock";

  /** Between making its directory and locking it a starting process takes less than this. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  /** Keeps the lock for the life of the process. */
  private static FileChannel held;

  private WorkDirectory() {}

  /**
   * Removes what killed managers left, makes a directory for this process and lets {@code
   * java.io.tmpdir} name it.
   *
   * @return the directory
   * @throws IOException when no directory can be made
   */
  static synchronized Path claim() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    Files.createDirectories(parent);
    removeAbandoned(parent, Instant.now().minus(SETTLED));
    Path directory = Files.createTempDirectory(parent, PREFIX);
    Path lock = directory.resolve(LOCK);
    held = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (held.tryLock() == null) {
      throw new IOException("another process locked " + lock);
    }
    directory.toFile().deleteOnExit();
    lock.toFile().deleteOnExit();
    System.setProperty("java.io.tmpdir", directory.toString());
    return directory;
  }

  /** Removes the directories below {@code parent} that were made before then and are not locked. */
  static void removeAbandoned(Path parent, Instant before) throws IOException {
    try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path candidate : candidates) {
        try {
          removeIfAbandoned(candidate, before);
        } catch (IOException | UncheckedIOException e) {
          System.err.println("manager: cannot remove " + candidate + ", left by another: " + e);
        }
      }
    }
  }

  private static void removeIfAbandoned(Path directory, Instant before) throws IOException {
    Path lock = directory.resolve(LOCK);
    if (!Files.isDirectory(directory)
        || !Files.isWritable(directory)
        || Files.getLastModifiedTime(directory).toInstant().isAfter(before)) {
      return;
    }
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      if (free != null) {
        removeTree(directory);
      }
    }
  }

  private static void removeTree(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(directory)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
