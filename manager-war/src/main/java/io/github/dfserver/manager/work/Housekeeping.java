package io.github.dfserver.manager.work;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The manager's clock: one thread that runs every registered chore again and again. A chore never
 * blocks; it only looks, and hands on what takes time.
 */
@ApplicationScoped
public class Housekeeping {
  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
  private static final Duration TICK = Duration.ofMillis(500);

  /** Chores that run once have a period of 0. */
  private static final class Chore {
    private final String name;
    private final long periodNanos;
    private final Runnable task;
    private volatile long due;

    Chore(String name, Duration delay, long periodNanos, Runnable task) {
      this.name = name;
      this.periodNanos = periodNanos;
      this.task = task;
      this.due = System.nanoTime() + delay.toNanos();
    }
  }

  private final Set<Chore> chores = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Thread clock;

  @Inject private Workers workers;

  /** Runs a chore every so often, from now on; periods are multiples of half a second. */
  public void every(Duration period, String name, Runnable task) {
    add(new Chore(name, period, period.toNanos(), task));
  }

  /** Has a worker run a task once, so long from now, or up to half a second later. */
  public void after(Duration delay, String name, Runnable task) {
    add(new Chore(name, delay, 0, task));
  }

  private synchronized void add(Chore chore) {
    chores.add(chore);
    if (clock == null) {
      clock = workers.startThread("dfs-clock", this::run);
    }
  }

  private void run() {
    try {
      while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        for (Chore chore : chores) {
          runIfDue(chore);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runIfDue(Chore chore) {
    long now = System.nanoTime();
    if (now - chore.due < 0) {
      return;
    }
    if (chore.periodNanos == 0) {
      chores.remove(chore);
      workers.execute(chore.task);
      return;
    }
    chore.due = now + chore.periodNanos;
    try {
      chore.task.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A chore failed: " + chore.name, e);
    }
  }

  /** Stops the clock. */
  @PreDestroy
  void stop() {
    stopped.countDown();
  }
}
