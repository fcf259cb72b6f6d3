package io.github.dfserver.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A storage node's directory as anybody sees it who looks at the disk, also while the node works.
 *
 * @param root the node's data directory
 */
public record NodeTree(Path root) {
  /** The most entries, files and folders together, that any directory may hold. */
  public static final int MOST_ENTRIES = 36;

  /** The directories, the root included, that hold more entries than allowed. */
  public List<String> overfull() throws IOException {
    List<String> found = new ArrayList<>();
    visit(
        root,
        (path, attributes) -> {
          if (attributes.isDirectory()) {
            long entries = entries(path);
            if (entries > MOST_ENTRIES) {
              found.add(path + " holds " + entries + " entries");
            }
          }
        });
    return found;
  }

  /** The clients' files, relative to {@code files/}, in no particular order. */
  public List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    visit(
        root.resolve("files"),
        (path, attributes) -> {
          if (attributes.isRegularFile()) {
            found.add(root.resolve("files").relativize(path));
          }
        });
    return found;
  }

  /** The files that are still being received, relative to the root. */
  public List<Path> stagedFiles() throws IOException {
    return workingFiles().stream().filter(path -> path.startsWith("staging")).toList();
  }

  /** All regular files below the root outside {@code files/}, relative to the root. */
  public List<Path> workingFiles() throws IOException {
    List<Path> found = new ArrayList<>();
    visit(
        root,
        (path, attributes) -> {
          if (attributes.isRegularFile() && !path.startsWith(root.resolve("files"))) {
            found.add(root.relativize(path));
          }
        });
    found.sort(Comparator.naturalOrder());
    return found;
  }

  /** The directories below {@code files/}, relative to it. */
  public List<Path> directories() throws IOException {
    List<Path> found = new ArrayList<>();
    Path files = root.resolve("files");
    visit(
        files,
        (path, attributes) -> {
          if (attributes.isDirectory() && !path.equals(files)) {
            found.add(files.relativize(path));
          }
        });
    return found;
  }

  private static long entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    } catch (NoSuchFileException e) {
      return 0; // removed meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void visit(Path start, Visitor visitor) throws IOException {
    if (!Files.exists(start)) {
      return;
    }
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            visitor.visit(path, attributes);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            visitor.visit(path, attributes);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // removed meanwhile
            }
            throw e;
          }
        });
  }

  private interface Visitor {
    void visit(Path path, BasicFileAttributes attributes);
  }
}
