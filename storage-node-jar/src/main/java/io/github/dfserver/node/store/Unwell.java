package io.github.dfserver.node.store;

import io.github.dfserver.protocol.CopyHealth;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The copies that something is known against, and what has to be told of that. Reads and the scrub
 * note here what they see; a copy that was removed meanwhile counts for nothing. Never waits but
 * for the index. Safe for use by many threads.
 */
final class Unwell {
  /** Copies remembered; more are damaged only when a disk dies, and are then found again. */
  static final int MOST = 65_536;

  private static final int MOST_UNTOLD = 4096;

  /** A copy's health has changed. */
  record Change(UUID copyId, CopyHealth health) {}

  private final CopyIndex index;
  private final Map<UUID, CopyHealth> copies = new LinkedHashMap<>(); // guarded by this
  private final Queue<Change> untold = new ArrayBlockingQueue<>(MOST_UNTOLD);
  private volatile Runnable changed = () -> {};
  private long version; // guarded by this

  Unwell(CopyIndex index) {
    this.index = index;
  }

  /** {@code listener} is called, by any thread, when there is something new. */
  void listen(Runnable listener) {
    changed = listener;
  }

  /** What is known against a copy; INTACT when nothing is. */
  synchronized CopyHealth of(UUID copyId) {
    return copies.getOrDefault(copyId, CopyHealth.INTACT);
  }

  /**
   * A copy was seen to be so.
   *
   * @param entry where it was, as the index had it
   */
  void note(UUID copyId, IndexEntry entry, CopyHealth health) throws IOException {
    if (!put(copyId, health)) {
      return;
    }
    if (!entry.equals(index.get(copyId))) {
      removed(copyId);
      return;
    }
    untold.offer(new Change(copyId, health)); // when it is full, an inventory tells of it
    changed.run();
  }

  private synchronized boolean put(UUID copyId, CopyHealth health) {
    CopyHealth before =
        health == CopyHealth.INTACT
            ? copies.remove(copyId)
            : copies.size() < MOST || copies.containsKey(copyId)
                ? copies.put(copyId, health)
                : health;
    boolean changes = health != (before == null ? CopyHealth.INTACT : before);
    version += changes ? 1 : 0;
    return changes;
  }

  /** A copy was removed. */
  synchronized void removed(UUID copyId) {
    if (copies.remove(copyId) != null) {
      version++;
    }
  }

  /** The next change that was not told; null when there is none. */
  Change nextUntold() {
    return untold.poll();
  }

  boolean hasUntold() {
    return !untold.isEmpty();
  }

  /** Grows with each change. */
  synchronized long version() {
    return version;
  }

  /** All of them, now. */
  synchronized Map<UUID, CopyHealth> snapshot() {
    return new LinkedHashMap<>(copies);
  }

  /** Takes in what was remembered before; what is not stored any more is left out. */
  void restore(Map<UUID, CopyHealth> before) throws IOException {
    for (Map.Entry<UUID, CopyHealth> copy : before.entrySet()) {
      if (index.get(copy.getKey()) != null) {
        put(copy.getKey(), copy.getValue());
      }
    }
  }
}
