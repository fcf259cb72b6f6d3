package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.manager.catalog.NodeCatalog;
import io.github.dfserver.manager.catalog.NodeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** The nodes of an embedded catalogue. They are few: all of them are read at once. Thread-safe. */
final class EmbeddedNodes implements NodeCatalog {
  private static final byte[] START = new byte[0];

  private final State state;
  private final Ledger ledger;

  EmbeddedNodes(State state, Ledger ledger) {
    this.state = state;
    this.ledger = ledger;
  }

  @Override
  public CompletionStage<List<NodeRecord>> all() {
    Layers layers = ledger.layers();
    List<NodeRecord> all = new ArrayList<>();
    try (MergedWalk walk = MergedWalk.of(layers, Table.NODES, START, state, any -> true)) {
      while (walk.advance()) {
        all.add(NodeCodec.node(walk.key(), walk.value()));
      }
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
    return ledger.settled(List.copyOf(all));
  }

  @Override
  public CompletionStage<Optional<NodeRecord>> find(String id) {
    byte[] key = NameKey.of(id);
    try {
      Change found = ledger.find(Table.NODES, key);
      return ledger.settled(found.position(), record(key, found.value()));
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<Optional<NodeRecord>> create(NodeRecord joined) {
    byte[] key = NameKey.of(joined.id());
    return ledger.change(
        Table.NODES,
        key,
        NodeCodec.encode(joined),
        present -> present == null,
        Optional.empty(),
        present -> record(key, present));
  }

  @Override
  public CompletionStage<Boolean> replace(NodeRecord expected, NodeRecord next) {
    expected.requireSuccessor(next);
    return change(expected, NodeCodec.encode(next));
  }

  @Override
  public CompletionStage<Boolean> remove(NodeRecord expected) {
    return change(expected, null);
  }

  private CompletionStage<Boolean> change(NodeRecord expected, byte[] next) {
    byte[] key = NameKey.of(expected.id());
    Predicate<byte[]> same =
        present -> {
          NodeRecord found = present == null ? null : NodeCodec.node(key, present);
          return found != null
              && found.revision() == expected.revision()
              && found.instanceId().equals(expected.instanceId());
        };
    return ledger.change(Table.NODES, key, next, same, true, present -> false);
  }

  private static Optional<NodeRecord> record(byte[] key, byte[] value) {
    return value == null ? Optional.empty() : Optional.of(NodeCodec.node(key, value));
  }
}
