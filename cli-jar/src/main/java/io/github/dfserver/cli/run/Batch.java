package io.github.dfserver.cli.run;

import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.output.Sizes;
import io.github.dfserver.client.error.FileDoesNotExistException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Many like things that are done a few at a time, counted, and told about. What fails is told and
 * left out, unless nothing else could go better. Submitted to by one thread, told by any.
 */
public final class Batch implements AutoCloseable {
  /** One of the things to do. */
  @FunctionalInterface
  public interface Action {
    /** Does it; what it throws is told. */
    void run() throws Exception;
  }

  /** The most things that can be done at a time. */
  public static final int MOST = 64;

  private final Session session;
  private final ExecutorService threads;
  private final int size;
  private final Semaphore room;
  private final Map<String, Integer> counts = new LinkedHashMap<>(); // guarded by this
  private final Set<Integer> failures = new TreeSet<>(); // exit codes; guarded by this
  private int failed; // guarded by this
  private int lines; // about single things; guarded by this
  private long bytes; // guarded by this
  private volatile boolean stopped;

  /**
   * One that does so many things at a time.
   *
   * @param parallel at least 1
   */
  public Batch(Session session, int parallel) {
    if (parallel < 1 || parallel > MOST) {
      throw new UsageException("--jobs is 1 to " + MOST + ", not " + parallel + ".");
    }
    this.session = session;
    session.interruption().untidy(); // what was done is told, and remembered
    this.threads = Executors.newFixedThreadPool(parallel);
    this.size = 2 * parallel; // so that no thread waits for the next name
    this.room = new Semaphore(size);
  }

  /**
   * Has it done, as soon as there is room for it.
   *
   * @return becomes what the action gave; null where it failed, or was not even begun
   */
  public <T> CompletableFuture<T> submit(String name, Callable<T> action) {
    if (stopped()) {
      return CompletableFuture.completedFuture(null);
    }
    room.acquireUninterruptibly();
    CompletableFuture<T> result = new CompletableFuture<>();
    threads.execute(
        () -> {
          T value = null;
          try {
            if (!stopped()) {
              value = action.call();
            }
          } catch (Exception e) {
            failed(name, e);
          } finally {
            room.release();
            result.complete(value);
          }
        });
    return result;
  }

  /** Has it done, as soon as there is room for it. */
  public void execute(String name, Action action) {
    CompletableFuture<Void> unused =
        submit(
            name,
            () -> {
              action.run();
              return null;
            });
  }

  /** Whether nothing more is begun: interrupted, or hopeless. */
  public boolean stopped() {
    return stopped || session.interruption().happened();
  }

  /** Something did not go. */
  public void failed(String name, Throwable e) {
    failed(name, Failure.of(e));
  }

  /** Something did not go. */
  public void failed(String name, Failure failure) {
    if (failure.hopeless()) {
      stopped = true;
    }
    synchronized (this) {
      failures.add(failure.exitCode());
      if (failure.interrupted()) {
        return;
      }
      failed++;
      lines++;
    }
    Failures.tell(session.output(), name, failure);
  }

  /** There is no such file; where the name is a folder's, {@code -r} would have done. */
  public void absent(String name, FileDoesNotExistException e) {
    failed(name, Folders.explain(session, name, Failure.of(e), ": use -r."));
  }

  /**
   * Something went well, or was found.
   *
   * @param what a word for it, such as {@code stored}
   * @param more further members for JSON; null for none
   */
  public void done(String what, String name, long size, Json more) {
    synchronized (this) {
      counts.merge(what, 1, Integer::sum);
      lines++;
      bytes += size;
    }
    Json event = Json.of("event", what).with("name", name).with("size", size);
    session.output().event(more == null ? event : event.with("file", more), what + " " + name);
  }

  /** The same for what is only counted. */
  public synchronized void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** How many there were so far. */
  public synchronized int counted(String what) {
    return counts.getOrDefault(what, 0);
  }

  /** Waits for all that was submitted. */
  public void await() {
    room.acquireUninterruptibly(size);
    room.release(size);
  }

  /**
   * Waits for all, and tells how many.
   *
   * @param failingWords words for what counts as a difference
   * @return an exit code
   */
  public int finish(String... failingWords) {
    await();
    summary();
    synchronized (this) {
      if (session.interruption().happened()) {
        return ExitCode.INTERRUPTED;
      }
      boolean different = List.of(failingWords).stream().anyMatch(word -> counted(word) > 0);
      if (failures.isEmpty()) {
        return different ? ExitCode.FAILED : ExitCode.OK;
      }
      return counts.isEmpty() && failures.size() == 1
          ? failures.iterator().next()
          : ExitCode.FAILED;
    }
  }

  private synchronized void summary() {
    Json json = Json.of("event", "summary");
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      json = json.with(count.getKey(), count.getValue());
      words.add(count.getValue() + " " + count.getKey());
    }
    json = json.with("failed", failed).with("bytes", bytes);
    if (failed > 0) {
      words.add(failed + " failed");
    }
    boolean interrupted = session.interruption().happened();
    String end = interrupted ? "; interrupted" : stopped ? "; the rest was not tried" : "";
    if (lines != 1 || words.size() != 1 || interrupted) {
      String text = words.isEmpty() ? "nothing" : String.join(", ", words);
      session
          .output()
          .event(json.with("interrupted", interrupted), text + "; " + Sizes.text(bytes) + end);
    } else if (session.output().json()) {
      session.output().event(json.with("interrupted", false), "");
    }
  }

  /** Begins nothing more, and waits for what has begun: it has a client until then. */
  @Override
  public void close() {
    stopped = true;
    await();
    threads.shutdown();
  }
}
