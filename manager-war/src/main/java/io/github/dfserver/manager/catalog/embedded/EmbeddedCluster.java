package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterCatalog;
import io.github.dfserver.manager.catalog.ClusterState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The state of the cluster in an embedded catalogue. Thread-safe. */
final class EmbeddedCluster implements ClusterCatalog {
  static final byte[] KEY = {'c'};

  private final Ledger ledger;

  EmbeddedCluster(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The state, which may not be forced yet. */
  ClusterState now() {
    return state(ledger.find(Table.CLUSTER, KEY).value());
  }

  @Override
  public CompletionStage<ClusterState> read() {
    try {
      Change found = ledger.find(Table.CLUSTER, KEY);
      return ledger.settled(found.position(), state(found.value()));
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<Boolean> replace(ClusterState expected, ClusterState next) {
    expected.requireSuccessor(next);
    return ledger.change(
        Table.CLUSTER,
        KEY,
        ClusterCodec.encode(next),
        present -> state(present).revision() == expected.revision(),
        true,
        present -> false);
  }

  private static ClusterState state(byte[] value) {
    if (value == null) {
      throw new CatalogException(
          "The catalogue has lost its record of the cluster: stop the manager and restore the"
              + " catalogue's directory, all of it, from a backup");
    }
    return ClusterCodec.state(value);
  }
}
