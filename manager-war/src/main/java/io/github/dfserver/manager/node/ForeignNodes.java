package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.Catalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Nodes that belong to another catalogue and were told to wait, since this one is empty: an
 * operator may want it rebuilt from them. They try again every few seconds, and are forgotten when
 * they stop trying. Thread-safe.
 */
@ApplicationScoped
public class ForeignNodes {
  private static final int MOST = 4096;
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private record Waiting(UUID cluster, long seen) {
    boolean stillTries() {
      return System.nanoTime() - seen < REMEMBERED.toNanos();
    }
  }

  private final Map<String, Waiting> nodes = new ConcurrentHashMap<>();

  @Inject private Catalog catalog;

  /** The nodes that wait, and the catalogue that each belongs to. */
  public Map<String, UUID> waiting() {
    nodes.values().removeIf(one -> !one.stillTries());
    Map<String, UUID> waiting = new TreeMap<>();
    nodes.forEach((id, one) -> waiting.put(id, one.cluster()));
    return waiting;
  }

  /**
   * Whether the catalogue knows neither a node nor a file, so that taking over another one's nodes
   * can harm nobody's.
   */
  public CompletionStage<Boolean> catalogueIsEmpty() {
    return catalog
        .nodes()
        .all()
        .thenCompose(
            known ->
                known.isEmpty()
                    ? catalog.files().usage().thenApply(Map::isEmpty)
                    : CompletableFuture.completedStage(false));
  }

  void told(String id, UUID cluster) {
    if (nodes.size() < MOST) {
      nodes.put(id, new Waiting(cluster, System.nanoTime()));
    }
  }

  void joined(String id) {
    nodes.remove(id);
  }
}
