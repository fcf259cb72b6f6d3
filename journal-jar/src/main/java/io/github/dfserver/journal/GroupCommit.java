package io.github.dfserver.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where appending threads meet the writer thread: one group is filled while the other is written
 * and forced, so whatever comes in during a force shares the next one. Safe for use by several
 * threads, one of them the writer.
 */
final class GroupCommit {
  private final int maxEntryBytes;
  private final long timeoutNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();

  private Group filling;
  private Group other;
  private boolean writing;
  private boolean closing;
  private JournalFailedException failure;
  private Thread writer;
  private volatile long appended;
  private volatile long forced;

  GroupCommit(long position, JournalOptions options) {
    int groupLimit = options.maxPendingBytes() / 2;
    maxEntryBytes = options.maxEntryBytes();
    timeoutNanos = options.appendTimeout().toNanos();
    filling = new Group(groupLimit);
    other = new Group(groupLimit);
    filling.begin(position);
    appended = position;
    forced = position;
  }

  Appended append(ByteBuffer[] parts) throws JournalFailedException {
    int entryBytes = entryBytes(parts);
    CompletableFuture<Void> future = new CompletableFuture<>();
    lock.lock();
    try {
      awaitRoom(entryBytes);
      filling.append(parts, entryBytes);
      filling.add(future);
      appended = filling.end();
      work.signal();
      return new Appended(appended, future);
    } finally {
      lock.unlock();
    }
  }

  private int entryBytes(ByteBuffer[] parts) {
    long bytes = 0;
    for (ByteBuffer part : parts) {
      bytes += part.remaining();
    }
    if (bytes > maxEntryBytes) {
      throw new IllegalArgumentException(
          "An entry of " + bytes + " bytes is too long; at most " + maxEntryBytes + " are allowed");
    }
    return EntryHeader.BYTES + (int) bytes;
  }

  private void awaitRoom(int entryBytes) throws JournalFailedException {
    long left = timeoutNanos;
    refuseWhenStopped();
    while (!filling.hasRoom(entryBytes)) {
      if (Thread.currentThread() == writer) {
        throw new JournalBusyException(
            "The journal is full, and its writer cannot wait for itself");
      }
      if (left <= 0) {
        throw new JournalBusyException(
            "The disk made no room in the journal within "
                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                + " ms");
      }
      try {
        left = room.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JournalBusyException("Interrupted while waiting for room in the journal");
      }
      refuseWhenStopped();
    }
  }

  /** Throws when nothing more is taken. */
  void refuseWhenStopped() throws JournalFailedException {
    lock.lock();
    try {
      if (failure != null) {
        throw new JournalFailedException(failure.getMessage(), failure.getCause());
      }
      if (closing) {
        throw new JournalFailedException("The journal is closed");
      }
    } finally {
      lock.unlock();
    }
  }

  CompletableFuture<Void> whenForced(long position) {
    if (position <= forced) {
      return CompletableFuture.completedFuture(null);
    }
    lock.lock();
    try {
      if (position > appended) {
        throw new IllegalArgumentException(
            "Position " + position + " is beyond the end, " + appended);
      }
      if (position <= forced) {
        return CompletableFuture.completedFuture(null);
      }
      if (failure != null) {
        return CompletableFuture.failedFuture(failure);
      }
      CompletableFuture<Void> future = new CompletableFuture<>();
      (position > filling.start() ? filling : other).add(future);
      return future;
    } finally {
      lock.unlock();
    }
  }

  /** Writer: waits for a group with entries in it; null once closed and all is written. */
  Group take() {
    lock.lock();
    try {
      writer = Thread.currentThread();
      while (filling.size() == 0 && !closing) {
        work.awaitUninterruptibly();
      }
      if (filling.size() == 0) {
        return null;
      }
      Group taken = filling;
      filling = other;
      filling.begin(taken.end());
      other = taken;
      writing = true;
      room.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Writer: the group taken last is forced. Returns what tells those who wait for it. */
  Completion forced() {
    lock.lock();
    try {
      writing = false;
      forced = other.end();
      return new Completion(other.takeWaiting(), null);
    } finally {
      lock.unlock();
    }
  }

  /** Writer: stops for good. Returns what tells all who wait. */
  Completion fail(JournalFailedException reason) {
    lock.lock();
    try {
      failure = reason;
      List<CompletableFuture<Void>> waiting = new ArrayList<>();
      if (writing) {
        waiting.addAll(other.takeWaiting());
      }
      waiting.addAll(filling.takeWaiting());
      room.signalAll();
      return new Completion(waiting, reason);
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isWriter(Thread thread) {
    lock.lock();
    try {
      return thread == writer;
    } finally {
      lock.unlock();
    }
  }

  boolean failed() {
    lock.lock();
    try {
      return failure != null;
    } finally {
      lock.unlock();
    }
  }

  long appendedPosition() {
    return appended;
  }

  long forcedPosition() {
    return forced;
  }
}
