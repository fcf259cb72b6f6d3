package io.github.dfserver.journal;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * How a journal works.
 *
 * @param segmentBytes size at which a new segment is begun, at least {@value #LEAST_BYTES}
 * @param force whether an entry is forced to disk before it is said to be; without it entries
 *     survive the end of the process but not the loss of power
 * @param maxPendingBytes most bytes that wait to be forced, at least {@value #LEAST_BYTES}; one
 *     entry may take half of it, less 16 bytes
 * @param appendTimeout longest wait for room among these, and for the end of the work at the close
 * @param executor runs what depends on the entries of a group, one task for each group; by default
 *     it is done by the writer thread, which must not be held up
 * @param threadFactory makes the one writer thread
 * @param files the port to the disk
 */
public record JournalOptions(
    int segmentBytes,
    boolean force,
    int maxPendingBytes,
    Duration appendTimeout,
    Executor executor,
    ThreadFactory threadFactory,
    JournalFile.Opener files) {

  private static final int LEAST_BYTES = 256;
  private static final int MEBIBYTE = 1 << 20;

  /** Refuses values that cannot work. */
  public JournalOptions {
    if (segmentBytes < LEAST_BYTES || maxPendingBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "segmentBytes and maxPendingBytes must be at least " + LEAST_BYTES);
    }
    if (appendTimeout.isNegative()) {
      throw new IllegalArgumentException("appendTimeout must not be negative");
    }
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(threadFactory, "threadFactory");
    Objects.requireNonNull(files, "files");
  }

  /** Segments of 64 MiB, forced, 8 MiB pending, 30 s, everything on a daemon thread of its own. */
  public static JournalOptions defaults() {
    return new JournalOptions(
        64 * MEBIBYTE,
        true,
        8 * MEBIBYTE,
        Duration.ofSeconds(30),
        Runnable::run,
        JournalOptions::daemon,
        JournalFile.Opener.disk());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "journal-writer");
    thread.setDaemon(true);
    return thread;
  }

  /** Most bytes that one entry may have. */
  public int maxEntryBytes() {
    return maxPendingBytes / 2 - EntryHeader.BYTES;
  }

  /** Size at which a new segment is begun. */
  public JournalOptions withSegmentBytes(int value) {
    return new JournalOptions(
        value, force, maxPendingBytes, appendTimeout, executor, threadFactory, files);
  }

  /** Whether entries are forced to disk. */
  public JournalOptions withForce(boolean value) {
    return new JournalOptions(
        segmentBytes, value, maxPendingBytes, appendTimeout, executor, threadFactory, files);
  }

  /** Most bytes that wait to be forced. */
  public JournalOptions withMaxPendingBytes(int value) {
    return new JournalOptions(
        segmentBytes, force, value, appendTimeout, executor, threadFactory, files);
  }

  /** Longest wait for room, and at the close. */
  public JournalOptions withAppendTimeout(Duration value) {
    return new JournalOptions(
        segmentBytes, force, maxPendingBytes, value, executor, threadFactory, files);
  }

  /** Runs what depends on forced entries. */
  public JournalOptions withExecutor(Executor value) {
    return new JournalOptions(
        segmentBytes, force, maxPendingBytes, appendTimeout, value, threadFactory, files);
  }

  /** Makes the writer thread. */
  public JournalOptions withThreadFactory(ThreadFactory value) {
    return new JournalOptions(
        segmentBytes, force, maxPendingBytes, appendTimeout, executor, value, files);
  }

  /** The port to the disk. */
  public JournalOptions withFiles(JournalFile.Opener value) {
    return new JournalOptions(
        segmentBytes, force, maxPendingBytes, appendTimeout, executor, threadFactory, value);
  }
}
