package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.NodeCatalog;
import io.github.dfserver.manager.catalog.NodeRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.h2.mvstore.Cursor;

/** The nodes of an embedded catalogue. */
final class EmbeddedNodes implements NodeCatalog {
  private final State state;
  private final Changes changes;

  EmbeddedNodes(State state, Changes changes) {
    this.state = state;
    this.changes = changes;
  }

  @Override
  public CompletionStage<List<NodeRecord>> all() {
    List<NodeRecord> all = new ArrayList<>();
    Cursor<byte[], byte[]> cursor = state.nodes();
    while (cursor.hasNext()) {
      cursor.next();
      all.add(RecordCodec.decodeNode(ByteBuffer.wrap(cursor.getValue())));
    }
    return changes.settled(all);
  }

  @Override
  public CompletionStage<Optional<NodeRecord>> find(String id) {
    Optional<NodeRecord> found = Optional.ofNullable(state.node(id));
    return changes.settled(Changes.nodeKey(id), found);
  }

  @Override
  public CompletionStage<Optional<NodeRecord>> create(NodeRecord joined) {
    return changes.change(
        Changes.nodeKey(joined.id()),
        () -> {
          Optional<NodeRecord> present = Optional.ofNullable(state.node(joined.id()));
          if (present.isEmpty()) {
            changes.put(joined);
          }
          return present;
        });
  }

  @Override
  public CompletionStage<Boolean> replace(NodeRecord expected, NodeRecord next) {
    expected.requireSuccessor(next);
    return change(expected, () -> changes.put(next));
  }

  @Override
  public CompletionStage<Boolean> remove(NodeRecord expected) {
    return change(expected, () -> changes.removeNode(expected.id()));
  }

  private CompletionStage<Boolean> change(NodeRecord expected, Runnable change) {
    return changes.change(
        Changes.nodeKey(expected.id()),
        () -> {
          NodeRecord present = state.node(expected.id());
          boolean same = present != null && present.revision() == expected.revision();
          if (same) {
            change.run();
          }
          return same;
        });
  }
}
