package io.github.dfserver.manager.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Brings records from a bounded queue to the file, on a thread of its own. What does not fit, or
 * cannot be written, is lost, counted, and said in the log. {@link #add} is for any thread.
 */
final class AuditWriter {
  private static final Logger LOG = System.getLogger(AuditWriter.class.getName());
  private static final int BATCH = 256;
  private static final long SAY_EVERY = TimeUnit.MINUTES.toNanos(1);

  private final AuditFile file;
  private final BlockingQueue<AuditRecord> queue;
  private final LongConsumer lost;
  private final AtomicLong unsaid = new AtomicLong();
  private volatile String reason = "";
  private volatile boolean stopped;
  private long lastSaid = System.nanoTime() - SAY_EVERY;

  /**
   * Writes nothing before {@link #run}.
   *
   * @param queued how many records may wait
   * @param lost is told of records that are lost, on any thread
   */
  AuditWriter(AuditFile file, int queued, LongConsumer lost) {
    this.file = file;
    this.queue = new ArrayBlockingQueue<>(queued);
    this.lost = lost;
  }

  /** Queues a record. Never blocks. */
  void add(AuditRecord record) {
    if (!queue.offer(record)) {
      lose(1, "they come faster than the disk takes them");
    }
  }

  /** Writes until {@link #stop}, and then what is left. */
  void run() {
    try {
      while (!stopped) {
        AuditRecord first = queue.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          write(first);
        }
        sayLost();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (AuditRecord left = queue.poll(); left != null; left = queue.poll()) {
      write(left);
    }
    sayLost();
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The audit log could not be closed: {0}", e.toString());
    }
  }

  /** Has {@link #run} end. */
  void stop() {
    stopped = true;
  }

  private void write(AuditRecord first) {
    List<AuditRecord> batch = new ArrayList<>(BATCH);
    batch.add(first);
    queue.drainTo(batch, BATCH - 1);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try {
      batch.forEach(record -> lines.writeBytes(record.line()));
      file.append(lines.toByteArray());
    } catch (IOException | RuntimeException e) {
      lose(batch.size(), e.toString());
      reopen();
    }
  }

  /** What a failed write has left is looked at again then. */
  private void reopen() {
    try {
      file.close();
    } catch (IOException e) {
      reason = e.toString();
    }
  }

  private void lose(int records, String why) {
    reason = why;
    unsaid.addAndGet(records);
    lost.accept(records);
  }

  private void sayLost() {
    if (unsaid.get() > 0 && (stopped || System.nanoTime() - lastSaid >= SAY_EVERY)) {
      lastSaid = System.nanoTime();
      LOG.log(
          Level.ERROR,
          "The audit log (dfs.audit-log) lacks {0} changes: {1}",
          unsaid.getAndSet(0),
          reason);
    }
  }
}
