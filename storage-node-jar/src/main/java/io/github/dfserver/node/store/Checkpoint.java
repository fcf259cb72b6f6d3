package io.github.dfserver.node.store;

import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes durable by itself, from time to time and on a thread of its own, what so far only the
 * journal keeps: forces the files, commits the index, and lets the journal forget. A failure stops
 * the store, unless there was only no room for the index. Safe for use by several threads.
 */
final class Checkpoint implements Runnable {
  private static final Logger LOG = System.getLogger(Checkpoint.class.getName());
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Parts parts;
  private final boolean force;
  private final CheckpointLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition due = lock.newCondition();
  private final Condition done = lock.newCondition();
  private boolean stopped;
  private long lastPosition;
  private boolean advanced = true;
  private Forced forced;
  private boolean forcing;

  /** What is forced, but not in the index yet. */
  private record Forced(Map<Integer, Long> masks, long position) {}

  Checkpoint(Parts parts, boolean force, CheckpointLimits limits) {
    this.parts = parts;
    this.force = force;
    this.limits = limits;
    this.lastPosition = parts.log().donePosition();
  }

  /** Something changed. */
  void changed() {
    if (isDue(1)) {
      lock.lock();
      try {
        due.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean isDue(int times) {
    return parts.index().changes() >= limits.changes() * times
        || parts.log().retainedBytes() >= limits.journalBytes() * times;
  }

  /** Waits while the last checkpoint is too far behind for a copy to be added. */
  void awaitRoomToAdd() throws StoreException {
    awaitRoom(limits.backlog());
  }

  /** Likewise for a copy to be removed, which a full disk should not hold up. */
  void awaitRoomToRemove() throws StoreException {
    awaitRoom(limits.backlog() * 3);
  }

  private void awaitRoom(int backlog) throws StoreException {
    if (!isDue(backlog)) {
      return;
    }
    lock.lock();
    try {
      long left = LONGEST_WAIT.toNanos();
      while (isDue(backlog) && !stopped && !parts.health().failed()) {
        if (left <= 0) {
          throw new StoreException(FailureCode.BUSY, "the disk does not keep up");
        }
        due.signal();
        left = done.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(FailureCode.BUSY, "interrupted while the disk was catching up", e);
    } finally {
      lock.unlock();
    }
  }

  /** Makes checkpoints until {@link #stop}. */
  @Override
  public void run() {
    while (awaitDue()) {
      try {
        perform();
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
      lock.lock();
      try {
        done.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void failed(Exception problem) {
    if (!forcing && Health.isFull(problem)) {
      LOG.log(Level.WARNING, "The disk has no room for the index; trying again", problem);
    } else {
      parts.health().fail("What was stored could not be forced to disk", problem);
    }
  }

  private boolean awaitDue() {
    lock.lock();
    try {
      boolean pause = !advanced && isDue(1);
      long left = (pause ? RETRY : limits.interval()).toNanos();
      while (left > 0 && !stopped && (pause || !isDue(1))) {
        left = due.awaitNanos(left);
      }
      return !stopped && !parts.health().failed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the thread end. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      due.signal();
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Makes one now, if anything changed. Not for two threads at once. */
  void perform() throws IOException {
    advanced = false;
    if (forced != null) {
      commit();
    }
    long position = parts.log().donePosition();
    if (position != lastPosition || parts.index().changes() > 0) {
      Optional<Path> tombstones = parts.tombstones().write();
      forcing = true;
      force(position, tombstones);
      forcing = false;
      commit();
    }
  }

  private void force(long position, Optional<Path> tombstones) throws IOException {
    NavigableMap<UUID, IndexEntry> changes = parts.index().freeze();
    Map<Integer, Long> masks = parts.tree().takeChanged();
    Set<Path> rewritten = parts.metadata().prepareRewritten();
    Touched touched = new Touched(parts.layout(), parts.disk(), force);
    touched.copies(changes);
    touched.leaves(masks.keySet());
    touched.files(rewritten);
    tombstones.ifPresent(file -> touched.files(Set.of(file)));
    touched.force();
    parts.metadata().placeRewritten();
    forced = new Forced(masks, position);
  }

  private void commit() throws IOException {
    parts.index().merge(forced.masks(), forced.position());
    parts.log().release(forced.position());
    lastPosition = forced.position();
    forced = null;
    advanced = true;
  }
}
