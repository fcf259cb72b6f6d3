package io.github.dfserver.node.store;

import io.github.dfserver.journal.Appended;
import io.github.dfserver.journal.Journal;
import io.github.dfserver.journal.JournalBusyException;
import io.github.dfserver.journal.JournalFailedException;
import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** The journal, and how far what is in it has been done. Safe for use by several threads. */
final class ChangeLog {
  private final Journal journal;
  private final Health health;
  private final TreeSet<Long> open = new TreeSet<>();
  private long end;

  ChangeLog(Journal journal, Health health) {
    this.journal = journal;
    this.health = health;
    this.end = journal.appendedPosition();
  }

  /**
   * A change that is in the journal, and not done yet.
   *
   * @param begin where its entry begins
   * @param forced completes when the change can be done
   */
  record Change(long begin, CompletableFuture<Void> forced) {}

  /** Writes a change down. */
  synchronized Change append(ByteBuffer... entry) throws StoreException {
    try {
      Appended appended = journal.append(entry);
      Change change = new Change(end, appended.forced());
      open.add(end);
      end = appended.position();
      return change;
    } catch (JournalBusyException e) {
      throw new StoreException(FailureCode.BUSY, e.getMessage(), e);
    } catch (JournalFailedException e) {
      health.fail("The journal cannot be written", e);
      throw new StoreException(FailureCode.STORE_FAILED, e.getMessage(), e);
    }
  }

  /** A change is done, and need not be kept for another checkpoint. */
  synchronized void done(Change change) {
    open.remove(change.begin());
  }

  /** The position before which everything is done. */
  synchronized long donePosition() {
    return open.isEmpty() ? end : open.first();
  }

  /** Bytes of the journal that no checkpoint has freed yet. */
  long retainedBytes() {
    return journal.retainedBytes();
  }

  /** A checkpoint covers everything before the position. */
  void release(long position) throws IOException {
    journal.release(position);
  }
}
