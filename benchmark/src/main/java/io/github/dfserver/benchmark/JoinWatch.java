package io.github.dfserver.benchmark;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.FileApi;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts a node and watches, on a thread of its own, until all nodes have as many files. */
final class JoinWatch {
  private static final long PAUSE_MILLIS = 50;
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final LocalCluster cluster;
  private final String id;
  private final CompletableFuture<Double> seconds = new CompletableFuture<>();

  private JoinWatch(LocalCluster cluster, String id) {
    this.cluster = cluster;
    this.id = id;
  }

  static JoinWatch start(LocalCluster cluster, String id) throws IOException {
    JoinWatch watch = new JoinWatch(cluster, id);
    cluster.launchNode(id);
    Thread thread = new Thread(watch::run, "join-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void run() {
    try {
      long limit = System.nanoTime() + LIMIT.toNanos();
      while (files() == 0) {
        pause(limit);
      }
      long began = System.nanoTime();
      while (!isEven()) {
        pause(limit);
      }
      seconds.complete((System.nanoTime() - began) / 1e9);
    } catch (IOException | TimeoutException | RuntimeException e) {
      seconds.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      seconds.completeExceptionally(e);
    }
  }

  private static void pause(long limit) throws InterruptedException, TimeoutException {
    if (System.nanoTime() - limit > 0) {
      throw new TimeoutException("the nodes did not get even in " + LIMIT.toMinutes() + " minutes");
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
  }

  private FileApi api() {
    return cluster.api();
  }

  private long files() throws IOException, InterruptedException {
    return api().nodes().stream()
        .filter(node -> node.get("id").equals(id))
        .mapToLong(node -> (Long) node.get("files"))
        .sum();
  }

  private boolean isEven() throws IOException, InterruptedException {
    Map<String, Object> balance = api().getPath("balance").json();
    return (Long) balance.get("spread") <= 1
        && balance.get("movesInFlight").equals(0L)
        && balance.get("movesPending").equals(0L);
  }

  /** Whether all are even, or the watch has failed. */
  boolean ended() {
    return seconds.isDone();
  }

  /** Waits until all are even. */
  void await() throws IOException, InterruptedException {
    try {
      seconds.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** From the first file on the node until all are even; once {@link #ended}. */
  double seconds() {
    return seconds.join();
  }
}
