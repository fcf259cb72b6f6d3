package io.github.dfserver.node.channel;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few threads that execute commands, those of every manager. Reading, writing, the forcing of
 * large files and inventories each have their own, so that a slow disk does not hold up what it
 * need not. Their queues are bounded by the commands that managers may leave unanswered, which each
 * channel checks.
 */
public final class Lanes implements AutoCloseable {
  private static final int READERS = 4;
  private static final int WRITERS = 4;
  private static final int FORCERS = 4;

  private static final int SURVEYORS = 1;

  private final ThreadPoolExecutor reads;
  private final ThreadPoolExecutor writes;
  private final ThreadPoolExecutor forces;
  private final ThreadPoolExecutor surveys;

  /**
   * Starts no thread before it is needed.
   *
   * @param commands makes those that read and write
   * @param forces makes those that force large files
   * @param surveys makes the one that looks at all that is stored
   */
  public Lanes(ThreadFactory commands, ThreadFactory forces, ThreadFactory surveys) {
    this.reads = pool(READERS, commands);
    this.writes = pool(WRITERS, commands);
    this.forces = pool(FORCERS, forces);
    this.surveys = pool(SURVEYORS, surveys);
  }

  private static ThreadPoolExecutor pool(int threads, ThreadFactory factory) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** For what reads a file or little else. */
  Executor reads() {
    return reads;
  }

  /** For what writes to the file system's cache, or waits for nothing longer than that. */
  Executor writes() {
    return writes;
  }

  /** For what waits until a large file is forced to disk. */
  Executor forces() {
    return forces;
  }

  /** For what looks at many copies, which no other command waits for. */
  Executor surveys() {
    return surveys;
  }

  /** Takes nothing more; what was taken is still done. */
  @Override
  public void close() {
    reads.shutdown();
    writes.shutdown();
    forces.shutdown();
    surveys.shutdown();
  }
}
