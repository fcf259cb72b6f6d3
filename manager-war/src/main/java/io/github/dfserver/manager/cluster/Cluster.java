package io.github.dfserver.manager.cluster;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The state of the cluster as this manager last read it, a few seconds ago at most while the
 * catalogue answers. Thread-safe; nothing here blocks.
 */
@ApplicationScoped
public class Cluster {
  private static final Logger LOG = System.getLogger(Cluster.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 10;

  private final AtomicReference<ClusterState> seen = new AtomicReference<>();

  @Inject private Catalog catalog;
  @Inject private Housekeeping housekeeping;

  /** Begins with what was read at the start of the manager, and reads again and again. */
  public void start(ClusterState first) {
    seen.set(first);
    housekeeping.every(PERIOD, "read the state of the cluster", this::refresh);
  }

  /** As last read. */
  public ClusterState state() {
    return seen.get();
  }

  private void refresh() {
    catalog
        .cluster()
        .read()
        .whenComplete(
            (state, failure) -> {
              if (failure == null) {
                newer(state);
              } else {
                LOG.log(Level.WARNING, "The state of the cluster cannot be read: {0}", failure);
              }
            });
  }

  private void newer(ClusterState state) {
    seen.accumulateAndGet(state, (old, read) -> read.revision() >= old.revision() ? read : old);
  }

  /**
   * Changes the state, atomically among all managers.
   *
   * @param change gives the next state, or the same one when there is nothing to change; may be
   *     called several times, and throws what the returned stage then fails with
   * @return the state from then on
   */
  public CompletionStage<ClusterState> update(UnaryOperator<ClusterState> change) {
    return update(change, ATTEMPTS);
  }

  private CompletionStage<ClusterState> update(UnaryOperator<ClusterState> change, int attempts) {
    return catalog
        .cluster()
        .read()
        .thenCompose(
            state -> {
              ClusterState next = change.apply(state);
              if (next.equals(state)) {
                newer(state);
                return CompletableFuture.completedStage(state);
              }
              return catalog
                  .cluster()
                  .replace(state, next)
                  .thenCompose(
                      replaced -> {
                        if (replaced) {
                          newer(next);
                          return CompletableFuture.completedStage(next);
                        }
                        return attempts > 1
                            ? update(change, attempts - 1)
                            : CompletableFuture.failedStage(
                                new CatalogException("The cluster's state keeps changing"));
                      });
            });
  }
}
