package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.Lock;

/**
 * Makes and removes the directories that numbers stand for. Each one is looked at before it is
 * used, so that a symbolic link planted in the tree leads nowhere.
 *
 * @param lock held while directories are made; whoever removes some holds it too
 */
record Directories(Disk disk, Lock lock) {

  /** Sees to it that {@code top/0/0/1/z} is there; {@code top} is. */
  Path ensure(Path top, int number, int digits) throws IOException {
    if (digits > 0 && !check(top, number, digits)) {
      lock.lock();
      try {
        create(top, number, digits);
      } finally {
        lock.unlock();
      }
    }
    return digits == 0 ? top : top.resolve(Base36.path(number, digits));
  }

  /**
   * Whether {@code top/0/0/1/z} is there.
   *
   * @throws NotDirectoryException when something on the way is no directory, a link for instance
   */
  static boolean check(Path top, int number, int digits) throws IOException {
    Path directory = top.resolve(Base36.path(number, digits));
    boolean there = isThere(top);
    while (there && !directory.equals(top)) {
      there = isThere(directory);
      directory = directory.getParent();
    }
    return there;
  }

  private static boolean isThere(Path directory) throws IOException {
    try {
      if (Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isDirectory()) {
        return true;
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    throw new NotDirectoryException(directory.toString());
  }

  private void create(Path top, int number, int digits) throws IOException {
    Path path = top;
    for (Path digit : Path.of(Base36.path(number, digits))) {
      path = path.resolve(digit);
      if (!isThere(path)) {
        disk.createDirectory(path);
      }
    }
  }

  /** Removes {@code top/0/0/1/z} and what is above it, up to {@code top}, as far as it is empty. */
  void removeEmpty(Path top, int number, int digits) throws IOException {
    if (digits == 0) {
      return;
    }
    Path directory = top.resolve(Base36.path(number, digits));
    while (!directory.equals(top)) {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)
          && !disk.removeEmptyDirectory(directory)) {
        return;
      }
      directory = directory.getParent();
    }
  }
}
