package io.github.dfserver.benchmark;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Starts a node and watches, on a thread of its own, until all nodes have as many files. */
final class JoinWatch {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final CompletableFuture<Double> seconds;

  private JoinWatch(CompletableFuture<Double> seconds) {
    this.seconds = seconds;
  }

  static JoinWatch start(LocalCluster cluster, String id) throws IOException {
    cluster.launchNode(id);
    return new JoinWatch(CompletableFuture.supplyAsync(() -> watch(cluster.api(), id)));
  }

  private static double watch(FileApi api, String id) {
    try {
      Await.until("files on node " + id, LIMIT, () -> api.filesOf(id) > 0);
      long began = System.nanoTime();
      Await.until("the nodes to be even", LIMIT, api::isEven);
      return (System.nanoTime() - began) / 1e9;
    } catch (TimeoutException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  /** Whether all are even, or the watch has failed. */
  boolean ended() {
    return seconds.isDone();
  }

  /**
   * From the first file on the node until all are even; waits for that, forty minutes at most.
   *
   * @throws CompletionException when they do not get even
   */
  double seconds() {
    return seconds.join();
  }
}
