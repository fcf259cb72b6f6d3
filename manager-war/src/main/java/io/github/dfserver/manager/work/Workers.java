package io.github.dfserver.manager.work;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;

/**
 * The threads on which a request goes on after an answer of a node or of the catalogue; what runs
 * there never blocks. And a second pool for what may wait for a disk or a database. All are
 * long-lived managed threads, since a task that is handed to a managed executor costs some servers
 * more than the task itself.
 */
@ApplicationScoped
public class Workers implements Executor {
  private static final int QUEUE = 1 << 16;
  private static final int BLOCKING_THREADS = 32;
  private static final int BLOCKING_QUEUE = 1 << 13;
  private static final int BACKGROUND_THREADS = 4;
  private static final int BACKGROUND_QUEUE = 1 << 12;

  @Resource private ManagedThreadFactory threads;

  private WorkerPool requests;
  private WorkerPool blocking;
  private WorkerPool background;

  /** Starts the threads. */
  @PostConstruct
  void start() {
    int count = Math.max(2, Runtime.getRuntime().availableProcessors());
    requests = new WorkerPool("dfs-worker", count, QUEUE, this::startThread);
    blocking = new WorkerPool("dfs-blocking", BLOCKING_THREADS, BLOCKING_QUEUE, this::startThread);
    background =
        new WorkerPool("dfs-background", BACKGROUND_THREADS, BACKGROUND_QUEUE, this::startThread);
  }

  @Override
  public void execute(Runnable task) {
    requests.execute(task);
  }

  /** Where tasks run that wait for a disk or a database, always for a limited time. */
  public Executor blocking() {
    return blocking;
  }

  /**
   * Where passes over many records or copies run, which wait again and again for nodes and for the
   * catalogue, each time for a limited time. No request waits for them.
   */
  public Executor background() {
    return background;
  }

  /** Starts a managed thread for a loop of its own; the loop ends by itself at shutdown. */
  public Thread startThread(String name, Runnable loop) {
    Thread thread = newThread(loop);
    thread.setName(name);
    thread.start();
    return thread;
  }

  /** A managed thread that is not started yet, for libraries that keep threads of their own. */
  public Thread newThread(Runnable loop) {
    Thread thread = threads.newThread(loop);
    thread.setDaemon(true);
    return thread;
  }

  /** Stops the threads after the task at hand. */
  @PreDestroy
  void stop() {
    requests.stop();
    blocking.stop();
    background.stop();
  }
}
