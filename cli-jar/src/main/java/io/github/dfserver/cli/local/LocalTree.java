package io.github.dfserver.cli.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/**
 * The files below a directory in the order in which a manager lists their names. Of each directory
 * on the way down to the current file the names are kept, and nothing else. For one thread.
 */
public final class LocalTree implements Iterator<LocalFile> {
  /** What downloads that can be gone on with leave; see the client library. */
  private static final Pattern PART = Pattern.compile("\\.[0-9a-f]{32}-[0-9a-f]{32}\\.part");

  private record Child(String key, Path path, BasicFileAttributes attributes) {}

  /** A directory whose children are being walked over. */
  private record Level(String prefix, Path real, Iterator<Child> children) {}

  private final boolean follow;
  private final Skips skips;
  private final Deque<Level> levels = new ArrayDeque<>();
  private LocalFile next;

  /**
   * Begins to walk.
   *
   * @param follow whether symbolic links stand for what they point to
   * @throws IOException the directory itself cannot be read
   */
  public LocalTree(Path directory, boolean follow, Skips skips) throws IOException {
    this.follow = follow;
    this.skips = skips;
    levels.push(level("", directory));
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public LocalFile next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    LocalFile file = next;
    advance();
    return file;
  }

  private void advance() {
    next = null;
    while (next == null && !levels.isEmpty()) {
      Level level = levels.peek();
      if (!level.children().hasNext()) {
        levels.pop();
        continue;
      }
      Child child = level.children().next();
      String name = level.prefix() + child.key();
      if (child.attributes().isDirectory()) {
        enter(name, child.path());
      } else {
        next = LocalFile.of(name, child.path(), child.attributes());
      }
    }
  }

  /** Goes into a directory. */
  private void enter(String prefix, Path directory) {
    String name = prefix.substring(0, prefix.length() - 1);
    try {
      Level level = level(prefix, directory);
      if (levels.stream().anyMatch(above -> above.real().equals(level.real()))) {
        throw new FileSystemLoopException("'" + directory + "' leads back to where it is in.");
      }
      levels.push(level);
    } catch (IOException e) {
      skips.failed(name, e);
    }
  }

  private Level level(String prefix, Path directory) throws IOException {
    Path real = directory.toRealPath();
    List<Child> children = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        Child child = child(prefix, path);
        if (child != null) {
          children.add(child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(Child::key, Names.ORDER));
    return new Level(prefix, real, children.iterator());
  }

  /** Null where it is left out. */
  private Child child(String prefix, Path path) {
    String name = path.getFileName().toString();
    if (PART.matcher(name).matches()) {
      return null;
    }
    try {
      if (!path.resolveSibling(name).equals(path)) {
        throw new IOException("Its name is not UTF-8.");
      }
      String refusal = Names.refusal(prefix + name);
      if (refusal != null) {
        throw new IOException(refusal);
      }
      BasicFileAttributes attributes = attributes(path, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        if (!follow) {
          skips.skipped(prefix + name, "It is a symbolic link; --follow takes what it points to.");
          return null;
        }
        attributes = attributes(path);
      }
      if (attributes.isDirectory()) {
        // so that what is in it comes where its names come
        return new Child(name + "/", path, attributes);
      }
      if (!attributes.isRegularFile()) {
        skips.skipped(prefix + name, "It is neither a file nor a directory.");
        return null;
      }
      return new Child(name, path, attributes);
    } catch (IOException e) {
      skips.failed(prefix + name, e);
      return null;
    }
  }

  private static BasicFileAttributes attributes(Path path, LinkOption... options)
      throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, options);
  }
}
