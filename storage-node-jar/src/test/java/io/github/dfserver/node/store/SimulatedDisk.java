package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A disk that can lose power. It works on a live directory, remembers every change, and can make
 * another directory of what might be left: everything that was forced, and of the rest any part, in
 * any state of incompleteness.
 */
final class SimulatedDisk implements Disk {
  private final Disk disk = LocalDisk.withoutFileSystemSync();
  private final Path live;
  private final Path before;
  private final Path indexCopies;
  private final boolean forcesEverything;
  private final List<Change> changes = new ArrayList<>();
  private final Map<Path, List<Append>> contents = new HashMap<>();
  private int checkpoints;
  private boolean off;

  /** Something that was done; paths are relative. */
  private abstract static class Change {
    final Path path;
    boolean durable;

    Change(Path path) {
      this.path = path;
    }

    /** Makes durable what is in this directory. */
    void forceDirectory(Path directory) {
      if (directory.equals(parent(path))) {
        durable = true;
      }
    }

    abstract void repeat(Path left, Random random) throws IOException;

    static Path parent(Path path) {
      return path.getParent() == null ? Path.of("") : path.getParent();
    }
  }

  private interface Repetition {
    void repeat(Path left, Random random) throws IOException;
  }

  private static class Entry extends Change {
    private final Repetition repetition;

    /** {@code path} is where the entry is, or was. */
    Entry(Path path, Repetition repetition) {
      super(path);
      this.repetition = repetition;
    }

    @Override
    void repeat(Path left, Random random) throws IOException {
      if (durable || random.nextBoolean()) {
        try {
          repetition.repeat(left, random);
        } catch (FileSystemException e) {
          if (durable && !(e instanceof FileAlreadyExistsException)) {
            throw new IllegalStateException(path + " needs something that was not forced", e);
          }
        }
      }
    }
  }

  private static final class RemovedDirectory extends Entry {
    RemovedDirectory(Path path, Disk disk) {
      super(path, (left, random) -> disk.removeEmptyDirectory(left.resolve(path)));
    }
  }

  private static final class Append extends Change {
    private final byte[] content;

    Append(Path path, byte[] content) {
      super(path);
      this.content = content;
    }

    @Override
    void forceDirectory(Path directory) {
      // A directory's force says nothing of what is in its files.
    }

    @Override
    void repeat(Path left, Random random) throws IOException {
      Path file = left.resolve(path);
      if (Files.exists(file)) {
        Files.write(file, kept(random), StandardOpenOption.APPEND);
      }
    }

    byte[] kept(Random random) {
      if (durable) {
        return content;
      }
      return switch (random.nextInt(4)) {
        case 0 -> new byte[0];
        case 1 -> Arrays.copyOf(content, random.nextInt(content.length + 1));
        case 2 -> new byte[content.length];
        default -> content;
      };
    }
  }

  /**
   * A disk on which everything in {@code live} is durable.
   *
   * @param copies a place for copies of what is there, and of the index
   * @param forcesEverything whether {@link #forceAll} does, or only what it is told
   */
  SimulatedDisk(Path live, Path copies, boolean forcesEverything) throws IOException {
    this.live = live;
    this.before = copies.resolve("before");
    this.indexCopies = copies.resolve("index");
    this.forcesEverything = forcesEverything;
    Trees.copy(live, before, path -> true);
    for (Path file : Trees.files(live)) {
      contents.put(live.relativize(file), new ArrayList<>());
    }
  }

  /** From now on nothing reaches the disk. */
  synchronized void turnOff() {
    off = true;
  }

  private Path checked(Path path) throws IOException {
    if (off) {
      throw new IOException("the power is off");
    }
    return live.relativize(path);
  }

  @Override
  public synchronized void createDirectory(Path directory) throws IOException {
    Path path = checked(directory);
    disk.createDirectory(directory);
    changes.add(new Entry(path, (left, random) -> disk.createDirectory(left.resolve(path))));
  }

  @Override
  public synchronized boolean removeEmptyDirectory(Path directory) throws IOException {
    Path path = checked(directory);
    boolean removed = disk.removeEmptyDirectory(directory);
    if (removed) {
      changes.add(new RemovedDirectory(path, disk));
    }
    return removed;
  }

  @Override
  public synchronized Output create(Path file) throws IOException {
    Path path = checked(file);
    Output output = disk.create(file);
    List<Append> appends = created(path);
    return new Output() {
      @Override
      public void write(ByteBuffer content) throws IOException {
        synchronized (SimulatedDisk.this) {
          checked(file);
          appended(path, appends, content);
          output.write(content);
        }
      }

      @Override
      public void force() throws IOException {
        synchronized (SimulatedDisk.this) {
          checked(file);
          appends.forEach(append -> append.durable = true);
        }
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  private List<Append> created(Path path) {
    changes.add(new Entry(path, (left, random) -> disk.create(left.resolve(path)).close()));
    List<Append> appends = new ArrayList<>();
    contents.put(path, appends);
    return appends;
  }

  private void appended(Path path, List<Append> appends, ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    Append append = new Append(path, bytes);
    appends.add(append);
    changes.add(append);
  }

  @Override
  public synchronized long append(Path file, ByteBuffer content) throws IOException {
    Path path = checked(file);
    boolean there = Files.exists(file);
    ByteBuffer copy = content.duplicate();
    long size = disk.append(file, content);
    appended(path, there ? contents.get(path) : created(path), copy);
    return size;
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    Path source = checked(from);
    Path target = checked(to);
    disk.move(from, to);
    List<Append> appends = contents.remove(source);
    contents.put(target, appends);
    Entry[] entry = new Entry[1];
    entry[0] =
        new Entry(
            target,
            (left, random) -> {
              if (entry[0].durable && !Files.exists(left.resolve(source))) {
                createForced(left.resolve(target), appends, random);
              } else {
                disk.move(left.resolve(source), left.resolve(target));
              }
            });
    changes.add(entry[0]);
  }

  /** A file whose new name was forced is there, even if its old one never was. */
  private void createForced(Path file, List<Append> appends, Random random) throws IOException {
    disk.delete(file);
    try (Output output = disk.create(file)) {
      for (Append append : appends) {
        output.write(ByteBuffer.wrap(append.kept(random)));
      }
    }
  }

  @Override
  public synchronized boolean delete(Path file) throws IOException {
    Path path = checked(file);
    boolean deleted = disk.delete(file);
    if (deleted) {
      contents.remove(path);
      changes.add(new Entry(path, (left, random) -> disk.delete(left.resolve(path))));
    }
    return deleted;
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    Path path = checked(directory);
    changes.forEach(change -> change.forceDirectory(path));
    forceWhatEmptiedDirectories();
  }

  /** With a directory that is gone for good, all that was in it is. */
  private void forceWhatEmptiedDirectories() {
    Set<Path> gone = new HashSet<>();
    for (int i = changes.size() - 1; i >= 0; i--) {
      Change change = changes.get(i);
      if (gone.contains(Change.parent(change.path))) {
        change.durable = true;
      }
      if (change.durable && change instanceof RemovedDirectory) {
        gone.add(change.path);
      }
    }
  }

  @Override
  public synchronized void forceAll(Collection<Path> files, Collection<Path> directories)
      throws IOException {
    checked(live);
    if (forcesEverything) {
      changes.forEach(change -> change.durable = true);
    } else {
      for (Path file : files) {
        List<Append> appends = contents.getOrDefault(live.relativize(file), List.of());
        appends.forEach(append -> append.durable = true);
      }
      for (Path directory : directories) {
        if (Files.isDirectory(directory)) {
          forceDirectory(directory);
        }
      }
    }
    Path copy = Files.createDirectories(indexCopies.resolve("" + checkpoints++));
    for (Path file : Trees.files(live.resolve("index"))) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }

  private static boolean isOf(Path path, String folder) {
    return path.startsWith(folder) && path.getNameCount() > 1;
  }

  /**
   * Makes in {@code left} what is left of everything but the journal. The index is as it is now,
   * was before one of the last checkpoints, or gone.
   */
  synchronized void leave(Path left, Random random) throws IOException {
    Trees.copy(before, left, path -> !isOf(path, "journal") && !isOf(path, "index"));
    for (Change change : changes) {
      change.repeat(left, random);
    }
    int copy = checkpoints - random.nextInt(4);
    if (copy >= 0) {
      Path index = copy == checkpoints ? live.resolve("index") : indexCopies.resolve("" + copy);
      for (Path file : Trees.files(index)) {
        Files.copy(file, left.resolve("index").resolve(file.getFileName()));
      }
    }
  }
}
