package io.github.dfserver.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The index as of the last checkpoint, in one file. Read by many threads, changed by one at a time.
 */
final class IndexFile implements Closeable {
  private static final Logger LOG = System.getLogger(IndexFile.class.getName());
  private static final String FORMAT = "1";
  private static final int CACHE_MEBIBYTES = 6;
  private static final int PAGE_BYTES = 4096;
  private static final int MOST_UNSAVED_BYTES = 3 << 20;
  private static final int COMPACTED_BYTES = 4 << 20;
  private static final int FILL_PERCENT = 60;

  private final Path file;
  private final boolean force;
  private volatile Maps maps;

  private record Maps(
      MVStore store,
      MVMap<UUID, byte[]> copies,
      MVMap<Long, Long> masks,
      MVMap<String, String> state) {}

  private IndexFile(Path file, boolean force) {
    this.file = file;
    this.force = force;
    this.maps = openMaps(file);
  }

  private static Maps openMaps(Path file) {
    SteadyPath.register();
    MVStore store =
        new MVStore.Builder()
            .fileName(SteadyPath.name(file.toString()))
            .autoCommitDisabled()
            .autoCommitBufferSize(0)
            .cacheSize(CACHE_MEBIBYTES)
            .cacheConcurrency(4)
            .pageSplitSize(PAGE_BYTES)
            .open();
    store.setRetentionTime(0);
    store.setVersionsToKeep(0);
    return new Maps(
        store,
        openMap(store, "copies", new IndexTypes.Ids(), new IndexTypes.Entries()),
        openMap(store, "masks", LongDataType.INSTANCE, LongDataType.INSTANCE),
        openMap(store, "state", StringDataType.INSTANCE, StringDataType.INSTANCE));
  }

  private static <K, V> MVMap<K, V> openMap(
      MVStore store, String name, DataType<K> keys, DataType<V> values) {
    return store.openMap(name, new MVMap.Builder<K, V>().keyType(keys).valueType(values));
  }

  /**
   * Opens the index of a data directory; empty when there is none, or none that can be used.
   *
   * @param instanceId the directory that it must be of
   */
  static Optional<IndexFile> open(Path folder, UUID instanceId, boolean force) {
    Path file = file(folder);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      IndexFile index = new IndexFile(file, force);
      if (index.isOf(instanceId)) {
        return Optional.of(index);
      }
      index.abandon();
      LOG.log(Level.WARNING, "The index in {0} is not of this directory, or unfinished", folder);
    } catch (MVStoreException | IllegalArgumentException | IllegalStateException e) {
      LOG.log(Level.WARNING, "The index in " + folder + " cannot be read", e);
    }
    return Optional.empty();
  }

  /** Begins an empty one, which cannot be opened again before its first {@link #merge}. */
  static IndexFile create(Path folder, UUID instanceId, boolean force) throws IOException {
    Files.deleteIfExists(file(folder));
    try {
      IndexFile index = new IndexFile(file(folder), force);
      index.maps.state.put("format", FORMAT);
      index.maps.state.put("instance", instanceId.toString());
      index.maps.state.put("bytes", "0");
      return index;
    } catch (MVStoreException e) {
      throw failed(e);
    }
  }

  private static Path file(Path folder) {
    return folder.resolve("copies.mv");
  }

  private boolean isOf(UUID instanceId) {
    MVMap<String, String> state = maps.state;
    return FORMAT.equals(state.get("format"))
        && instanceId.toString().equals(state.get("instance"))
        && state.containsKey("position");
  }

  /** The position up to which the journal is in the index. */
  long position() {
    return Long.parseLong(maps.state.get("position"));
  }

  long files() {
    return maps.copies.sizeAsLong();
  }

  long bytes() {
    return Long.parseLong(maps.state.get("bytes"));
  }

  /** The entry of a copy, or null. */
  IndexEntry get(UUID copyId) throws IOException {
    try {
      byte[] entry = maps.copies.get(copyId);
      return entry == null ? null : IndexEntry.decode(entry);
    } catch (MVStoreException e) {
      throw failed(e);
    }
  }

  /** Gives the tree the slots that are taken. */
  void restoreSlots(Tree tree) throws IOException {
    try {
      Cursor<Long, Long> cursor = maps.masks.cursor(null);
      while (cursor.hasNext()) {
        tree.restore(Math.toIntExact(cursor.next()), cursor.getValue());
      }
    } catch (MVStoreException e) {
      throw failed(e);
    }
  }

  /**
   * Takes in what has changed, and forces it. May be repeated when it fails.
   *
   * @param changes entries by copy id; {@link IndexEntry#REMOVED} for those that are gone
   * @param changedMasks of the leaves that changed
   * @param position the journal's position up to which all is in {@code changes} or was before
   */
  void merge(NavigableMap<UUID, IndexEntry> changes, Map<Integer, Long> changedMasks, long position)
      throws IOException {
    try {
      add(changes.entrySet().iterator());
      changedMasks.forEach(this::setMask);
      maps.state.put("position", Long.toString(position));
      commit();
      maps.store.compact(FILL_PERCENT, COMPACTED_BYTES);
      commit();
    } catch (MVStoreException e) {
      throw reopened(e);
    }
  }

  /** Takes in entries, as many as there may be, which count with the next {@link #merge}. */
  void add(Iterator<Map.Entry<UUID, IndexEntry>> changes) throws IOException {
    try {
      MVMap<String, String> state = maps.state;
      long bytes = bytes();
      while (changes.hasNext()) {
        Map.Entry<UUID, IndexEntry> change = changes.next();
        bytes += apply(change.getKey(), change.getValue());
        if (maps.store.getUnsavedMemory() > MOST_UNSAVED_BYTES) {
          state.put("bytes", Long.toString(bytes));
          commit();
        }
      }
      state.put("bytes", Long.toString(bytes));
    } catch (MVStoreException e) {
      throw reopened(e);
    }
  }

  private long apply(UUID copyId, IndexEntry entry) {
    boolean removed = entry.isRemoved();
    MVMap<UUID, byte[]> copies = maps.copies;
    byte[] old = removed ? copies.remove(copyId) : copies.put(copyId, entry.encode());
    long oldSize = old == null ? 0 : IndexEntry.decode(old).size();
    return (removed ? 0 : entry.size()) - oldSize;
  }

  private void setMask(int leaf, long mask) {
    if (mask == 0) {
      maps.masks.remove((long) leaf);
    } else {
      maps.masks.put((long) leaf, mask);
    }
  }

  /** Forced each time, because the space of what was replaced is used again from then on. */
  private void commit() {
    maps.store.commit();
    if (force) {
      maps.store.sync();
    }
  }

  /** A failed write closes the file; what it last promised can still be read. */
  private IOException reopened(MVStoreException e) {
    abandon();
    try {
      maps = openMaps(file);
    } catch (MVStoreException again) {
      e.addSuppressed(again);
    }
    return failed(e);
  }

  private static IOException failed(MVStoreException e) {
    String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    return new IOException(
        "The index cannot be read or written (" + why + "); without it, it is made anew", e);
  }

  @Override
  public void close() throws IOException {
    try {
      maps.store.close();
    } catch (MVStoreException e) {
      throw failed(e);
    }
  }

  /** Lets the file go as it is. */
  void abandon() {
    maps.store.closeImmediately();
  }
}
