package io.github.dfserver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A write-ahead journal in a directory of its own. Entries are kept in the order of the calls of
 * {@link #append} and are forced to disk in groups: those that come in while a force is under way
 * share the next one.
 *
 * <p>A position is an offset in bytes over all entries ever appended, so it only grows. The
 * directory never holds more than 36 entries: when there are many segments, the next one simply
 * grows longer.
 *
 * <p>Safe for use by several threads. A directory must not be open twice at a time; keeping others
 * out is the caller's part.
 */
public final class Journal implements AutoCloseable {
  private final JournalOptions options;
  private final Segments segments;
  private final GroupCommit commit;
  private final JournalWriter writer;
  private final AtomicLong released;

  private Journal(Path directory, Recovery recovered, JournalOptions options) {
    this.options = options;
    this.segments = recovered.segments();
    this.released = new AtomicLong(recovered.from());
    this.commit = new GroupCommit(recovered.end(), options);
    this.writer = new JournalWriter(directory.toString(), commit, segments, options.executor());
  }

  /**
   * Opens the journal, or creates it, and replays every entry from a position on, in order. What a
   * crash left unfinished behind the last whole entry is cut off; it was promised to nobody. When
   * this returns, all that was replayed is forced.
   *
   * @param directory holds nothing but the journal; created when it does not exist
   * @param from 0, or a position that {@link Appended} or {@link EntryConsumer} gave: entries
   *     before it are not replayed
   * @throws JournalDamagedException when something is not there, or not whole, that was promised
   * @throws IOException when the disk fails, the journal is of a newer version, or {@code replay}
   *     throws it
   */
  public static Journal open(
      Path directory, long from, JournalOptions options, EntryConsumer replay) throws IOException {
    Recovery recovered = Recovery.recover(directory, from, options, replay);
    boolean started = false;
    try {
      Journal journal = new Journal(directory, recovered, options);
      journal.options.threadFactory().newThread(journal.writer).start();
      started = true;
      return journal;
    } finally {
      if (!started) {
        recovered.segments().close();
      }
    }
  }

  /**
   * Where the oldest entry that is still kept begins: the least {@code from} that {@link #open}
   * takes. From there on everything is there, also when power was lost while segments were deleted.
   * Empty when there is no journal in the directory.
   */
  public static OptionalLong oldestPosition(Path directory) throws IOException {
    return Recovery.oldestPosition(directory);
  }

  /**
   * Appends the parts as one entry. Does no I/O; waits, for {@link JournalOptions#appendTimeout} at
   * most, while too much is waiting to be forced.
   *
   * @param parts copied, from position to limit, before the call returns; left as they are
   * @throws JournalBusyException when there was no room in time: nothing was appended
   * @throws JournalFailedException when the journal has failed or is closed
   * @throws IllegalArgumentException when the entry is longer than the options allow
   */
  public Appended append(ByteBuffer... parts) throws JournalFailedException {
    return commit.append(parts);
  }

  /** Everything before this position is forced. */
  public long forcedPosition() {
    return commit.forcedPosition();
  }

  /** Where the next entry will begin. */
  public long appendedPosition() {
    return commit.appendedPosition();
  }

  /**
   * Completes once everything before the position is forced, like {@link Appended#forced}.
   *
   * @throws IllegalArgumentException when the position is beyond the end
   */
  public CompletableFuture<Void> whenForced(long position) {
    return commit.whenForced(position);
  }

  /**
   * Says that everything before the position is no longer needed. Segments that lie wholly before
   * it are deleted, one after the other; when this returns, that is forced.
   *
   * @throws IOException when a segment cannot be deleted, or that cannot be forced; the next call
   *     tries again
   * @throws IllegalArgumentException when the position is not forced yet
   */
  public void release(long position) throws IOException {
    if (position > forcedPosition()) {
      throw new IllegalArgumentException("Position " + position + " is not forced yet");
    }
    commit.refuseWhenStopped();
    released.accumulateAndGet(position, Math::max);
    segments.release(position);
  }

  /** Bytes between what is released and the end. */
  public long retainedBytes() {
    return commit.appendedPosition() - released.get();
  }

  /** Whether a write or a force failed; from then on every call of {@link #append} fails. */
  public boolean failed() {
    return commit.failed();
  }

  /**
   * Forces what is pending and takes nothing more. Called by the writer thread, that is from a
   * dependent stage, it does not wait.
   *
   * @throws JournalBusyException when the disk did not finish in time
   * @throws JournalFailedException when the journal has failed, before or now
   */
  @Override
  public void close() throws IOException {
    commit.close();
    if (commit.isWriter(Thread.currentThread())) {
      return;
    }
    try {
      if (!writer.awaitEnd(options.appendTimeout())) {
        throw new JournalBusyException("The disk did not finish what was pending in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalBusyException("Interrupted while waiting for the journal to close");
    }
    if (commit.failed()) {
      throw new JournalFailedException("The journal had failed before it was closed");
    }
  }
}
