package io.github.dfserver.node.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Sorts any number of index entries in little memory, through files. Used by one thread. Of several
 * entries for one copy one is left.
 */
final class SortedRuns implements AutoCloseable {
  private static final int RUN_ENTRIES = 32_768;
  private static final int MOST_RUNS = 24;

  private final Path folder;
  private final Deque<Path> runs = new ArrayDeque<>();
  private final List<Run> open = new ArrayList<>();
  private TreeMap<UUID, IndexEntry> entries = new TreeMap<>(IndexTypes.ORDER);
  private int made;

  /** Keeps its files in {@code folder}, and removes them with {@link #close}. */
  SortedRuns(Path folder) {
    this.folder = folder;
  }

  void add(UUID copyId, IndexEntry entry) throws IOException {
    entries.put(copyId, entry);
    if (entries.size() >= RUN_ENTRIES) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (runs.size() == MOST_RUNS) {
      Path merged = write(merge());
      closeRuns();
      runs.add(merged);
    }
    runs.add(write(entries.entrySet().iterator()));
    entries = new TreeMap<>(IndexTypes.ORDER);
  }

  private Path write(Iterator<Map.Entry<UUID, IndexEntry>> sorted) throws IOException {
    Path run = folder.resolve("run-" + made++);
    try (DataOutputStream to =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run)))) {
      while (sorted.hasNext()) {
        Map.Entry<UUID, IndexEntry> next = sorted.next();
        byte[] entry = next.getValue().encode();
        to.writeLong(next.getKey().getMostSignificantBits());
        to.writeLong(next.getKey().getLeastSignificantBits());
        to.writeShort(entry.length);
        to.write(entry);
      }
    }
    return run;
  }

  /** All entries in the order of their ids; nothing can be added after that. */
  Iterator<Map.Entry<UUID, IndexEntry>> sorted() throws IOException {
    flush();
    return merge();
  }

  private Iterator<Map.Entry<UUID, IndexEntry>> merge() throws IOException {
    PriorityQueue<Run> heads =
        new PriorityQueue<>(Comparator.comparing(Run::copyId, IndexTypes.ORDER));
    for (Path file : runs) {
      Run run = new Run(file);
      open.add(run);
      if (run.advance()) {
        heads.add(run);
      }
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !heads.isEmpty();
      }

      @Override
      public Map.Entry<UUID, IndexEntry> next() {
        Run run = heads.remove();
        Map.Entry<UUID, IndexEntry> next = Map.entry(run.copyId(), run.entry());
        if (run.advance()) {
          heads.add(run);
        }
        return next;
      }
    };
  }

  private void closeRuns() throws IOException {
    for (Run run : open) {
      run.close();
    }
    open.clear();
    while (!runs.isEmpty()) {
      Files.deleteIfExists(runs.remove());
    }
  }

  @Override
  public void close() throws IOException {
    closeRuns();
  }

  /** A sorted file and where its reading is. */
  private static final class Run implements AutoCloseable {
    private final DataInputStream from;
    private UUID copyId;
    private IndexEntry entry;

    Run(Path file) throws IOException {
      from = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 32 * 1024));
    }

    UUID copyId() {
      return copyId;
    }

    IndexEntry entry() {
      return entry;
    }

    boolean advance() {
      try {
        copyId = new UUID(from.readLong(), from.readLong());
        byte[] encoded = new byte[from.readUnsignedShort()];
        from.readFully(encoded);
        entry = IndexEntry.decode(encoded);
        return true;
      } catch (EOFException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }
}
