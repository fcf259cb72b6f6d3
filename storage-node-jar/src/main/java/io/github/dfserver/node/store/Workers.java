package io.github.dfserver.node.store;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The store's threads. */
final class Workers implements Closeable {
  private static final int APPLYING = 4;
  private static final int FORCING = 2;
  private static final int MOST_FORCING = 64;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final ThreadFactory threads;
  private final ThreadPoolExecutor applying;
  private final ThreadPoolExecutor forcing;

  Workers(ThreadFactory threads) {
    this.threads = threads;
    this.applying = pool("store-apply", APPLYING, 2 * CopySequence.MOST);
    this.forcing = pool("store-force", FORCING, MOST_FORCING);
  }

  private ThreadPoolExecutor pool(String name, int size, int queued) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(queued),
            work -> named(name + "-" + number.incrementAndGet(), work));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Does what follows a force of the journal; has room for all that can be under way. */
  Executor applying() {
    return applying;
  }

  /** Forces pieces of large files; rejects what is too much. */
  Executor forcing() {
    return forcing;
  }

  /** A new thread, not started yet. */
  Thread named(String name, Runnable work) {
    Thread thread = threads.newThread(work);
    thread.setName(name);
    return thread;
  }

  /** Waits for what is under way to end. */
  @Override
  public void close() {
    applying.shutdown();
    forcing.shutdown();
    boolean interrupted = false;
    for (ThreadPoolExecutor pool : new ThreadPoolExecutor[] {applying, forcing}) {
      try {
        if (!pool.awaitTermination(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
          System.getLogger(CopyStore.class.getName())
              .log(System.Logger.Level.WARNING, "The disk holds up the end of the store");
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
