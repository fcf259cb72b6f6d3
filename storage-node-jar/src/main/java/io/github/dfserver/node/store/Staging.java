package io.github.dfserver.node.store;

import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The folder of files that nobody can see yet: 36 of them in each of its directories, under names
 * that are never used again. Safe for use by several threads.
 */
final class Staging {
  private static final int DIGITS = 2;

  private final Path folder;
  private final Disk disk;
  private final Directories directories;
  private final Slots slots = new Slots(Base36.numbers(DIGITS) - Base36.RADIX);

  Staging(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
    this.directories = new Directories(disk, new ReentrantLock());
  }

  /**
   * Gives a place to a new file of that name, and makes its directory.
   *
   * @throws StoreException {@code BUSY} when there are too many
   */
  StagingPlace reserve(String name) throws IOException, StoreException {
    long slot = takeSlot();
    boolean done = false;
    try {
      Path directory = directories.ensure(folder, Place.leaf(slot), DIGITS);
      done = true;
      return new StagingPlace(slot, directory.resolve(name));
    } finally {
      if (!done) {
        freeSlot(slot);
      }
    }
  }

  /** Writes a file whole. */
  StagingPlace write(String name, ByteBuffer content) throws IOException, StoreException {
    StagingPlace place = reserve(name);
    boolean done = false;
    try (Disk.Output output = disk.create(place.path())) {
      output.write(content);
      done = true;
      return place;
    } finally {
      if (!done) {
        drop(place);
      }
    }
  }

  /** The file has been moved away. */
  void release(StagingPlace place) {
    freeSlot(place.slot());
  }

  /** Removes the file, if it is there. */
  void drop(StagingPlace place) throws IOException {
    disk.delete(place.path());
    freeSlot(place.slot());
  }

  /** Makes durable that the directories of places, and the files in them, are there. */
  void forceDirectories(Collection<StagingPlace> places) throws IOException {
    Set<Path> all = new LinkedHashSet<>();
    for (StagingPlace place : places) {
      Path directory = place.path();
      while (!directory.equals(folder)) {
        directory = directory.getParent();
        all.add(directory);
      }
    }
    for (Path directory : all) {
      disk.forceDirectory(directory);
    }
  }

  /** How the journal calls a place. */
  String relative(StagingPlace place) {
    return folder.relativize(place.path()).toString().replace('\\', '/');
  }

  /** The file that the journal calls {@code relative}. */
  Path resolve(String relative) throws IOException {
    Path file = folder.resolve(relative).normalize();
    if (file.getNameCount() != folder.getNameCount() + DIGITS + 1 || !file.startsWith(folder)) {
      throw new IOException("The journal names " + relative + ", which is no staged file");
    }
    return file;
  }

  /** Where one file can be written while nothing is being received; a name that no number has. */
  Path restoring() {
    return folder.resolve("restoring");
  }

  /** Removes everything in the folder, for when nothing is being received; follows no link. */
  void sweep() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            disk.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            if (!directory.equals(folder)) {
              disk.removeEmptyDirectory(directory);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private long takeSlot() throws StoreException {
    synchronized (slots) {
      OptionalLong slot = slots.takeLowest();
      if (slot.isEmpty()) {
        throw new StoreException(FailureCode.BUSY, "too many files are being received");
      }
      return slot.getAsLong();
    }
  }

  private void freeSlot(long slot) {
    synchronized (slots) {
      slots.free(slot);
    }
  }
}
