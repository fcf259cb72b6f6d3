package io.github.dfserver.manager.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** A fixed number of long-lived threads and a bounded queue. Thread-safe. */
public final class WorkerPool implements Executor {
  private static final Logger LOG = System.getLogger(WorkerPool.class.getName());

  private final BlockingQueue<Runnable> queue;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  WorkerPool(
      String name, int count, int queued, BiFunction<String, Runnable, Thread> threadStarter) {
    queue = new ArrayBlockingQueue<>(queued);
    for (int i = 1; i <= count; i++) {
      threads.add(threadStarter.apply(name + "-" + i, this::work));
    }
  }

  /**
   * Queues a task.
   *
   * @throws RejectedExecutionException when the queue is full or the pool is stopped
   */
  @Override
  public void execute(Runnable task) {
    if (stopped || !queue.offer(task)) {
      throw new RejectedExecutionException(
          stopped ? "the manager is stopping" : "the manager is overloaded");
    }
  }

  private void work() {
    while (!stopped) {
      try {
        Runnable task = queue.poll(1, TimeUnit.SECONDS);
        if (task != null) {
          task.run();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "A task failed", e);
      }
    }
  }

  void stop() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
