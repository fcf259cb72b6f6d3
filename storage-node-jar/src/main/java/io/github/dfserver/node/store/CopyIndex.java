package io.github.dfserver.node.store;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds copies: what changed since the last checkpoint in memory, all else in a file. Safe for use
 * by many threads.
 */
final class CopyIndex {
  private record Layers(
      ConcurrentSkipListMap<UUID, IndexEntry> recent, NavigableMap<UUID, IndexEntry> frozen) {}

  private final IndexFile file;
  private final AtomicLong files;
  private final AtomicLong bytes;
  private volatile Layers layers = new Layers(layer(), layer());
  private int changes;

  CopyIndex(IndexFile file) {
    this.file = file;
    this.files = new AtomicLong(file.files());
    this.bytes = new AtomicLong(file.bytes());
  }

  private static ConcurrentSkipListMap<UUID, IndexEntry> layer() {
    return new ConcurrentSkipListMap<>(IndexTypes.ORDER);
  }

  /** The entry of a copy, or null. */
  IndexEntry get(UUID copyId) throws IOException {
    Layers now = layers;
    IndexEntry entry = now.recent.get(copyId);
    if (entry == null) {
      entry = now.frozen.get(copyId);
    }
    if (entry == null) {
      return file.get(copyId);
    }
    return entry.isRemoved() ? null : entry;
  }

  /** Adds a copy that was not there. */
  void add(UUID copyId, IndexEntry entry) {
    change(copyId, entry);
    files.incrementAndGet();
    bytes.addAndGet(entry.size());
  }

  /** Removes a copy that was there. */
  void remove(UUID copyId, IndexEntry entry) {
    change(copyId, IndexEntry.REMOVED);
    files.decrementAndGet();
    bytes.addAndGet(-entry.size());
  }

  private synchronized void change(UUID copyId, IndexEntry entry) {
    layers.recent.put(copyId, entry);
    changes++;
  }

  long files() {
    return files.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** Changes that are in memory only, and will be in the file after the next merge. */
  synchronized int changes() {
    return changes;
  }

  /** Sets the changes so far apart, to be merged. */
  synchronized NavigableMap<UUID, IndexEntry> freeze() {
    if (!layers.frozen.isEmpty()) {
      throw new IllegalStateException("a merge failed before");
    }
    layers = new Layers(layer(), Collections.unmodifiableNavigableMap(layers.recent));
    changes = 0;
    return layers.frozen;
  }

  /** Writes what was set apart to the file. */
  void merge(Map<Integer, Long> masks, long position) throws IOException {
    file.merge(layers.frozen, masks, position);
    synchronized (this) {
      layers = new Layers(layers.recent, layer());
    }
  }
}
