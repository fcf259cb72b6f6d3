package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.NodeCatalog;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.node.StorageNode.Connected;
import io.github.dfserver.manager.work.Workers;
import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.ScrubReport;
import io.github.dfserver.protocol.StoreStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The nodes, connected or not. Thread-safe; nothing here blocks. */
@ApplicationScoped
public class NodeRegistry {
  private static final Logger LOG = System.getLogger(NodeRegistry.class.getName());

  private final Map<String, StorageNode> nodes = new ConcurrentHashMap<>();
  private final List<Consumer<String>> arrivals = new CopyOnWriteArrayList<>();
  private final List<BiConsumer<String, Finding>> findings = new CopyOnWriteArrayList<>();

  @Inject private Catalog catalog;
  @Inject private Workers workers;

  /** Learns of the nodes that the catalogue knows. */
  public void load(List<NodeRecord> known) {
    known.forEach(record -> nodes.putIfAbsent(record.id(), StorageNode.offline(record)));
  }

  /** All nodes, in no order. */
  public Collection<StorageNode> all() {
    return nodes.values();
  }

  /** The node of this id. */
  public Optional<StorageNode> find(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /** A way to give commands to a node, while it is online. */
  public Optional<NodeLink> channel(String id) {
    StorageNode node = nodes.get(id);
    return node == null ? Optional.empty() : node.connection().map(Connected::channel);
  }

  /** Runs something, which must not block, with the id of each node that comes online. */
  public void onArrival(Consumer<String> listener) {
    arrivals.add(listener);
  }

  /** Runs something, which must not block, with what nodes find out about their copies. */
  public void onFinding(BiConsumer<String, Finding> listener) {
    findings.add(listener);
  }

  /** A node is connected from now on; gives the channel that it had before. */
  Optional<NodeChannel> connect(NodeRecord record, Connected by, StoreStatus status) {
    StorageNode[] before = new StorageNode[1];
    nodes.compute(
        record.id(),
        (id, node) -> {
          before[0] = node;
          return (node == null ? StorageNode.offline(record) : node).connected(record, by, status);
        });
    arrivals.forEach(listener -> listener.accept(record.id()));
    return Optional.ofNullable(before[0]).flatMap(StorageNode::connection).map(Connected::channel);
  }

  /** The connection is over; an older connection than the node's present one means nothing. */
  void disconnect(String id, NodeChannel channel) {
    Instant now = Instant.now();
    StorageNode[] before = new StorageNode[1];
    StorageNode after =
        nodes.computeIfPresent(
            id,
            (key, node) -> {
              before[0] = node.connectedBy(channel) ? node : null;
              return before[0] == null ? node : node.disconnected(now);
            });
    if (before[0] != null) {
      LOG.log(Level.INFO, "Node {0} is offline", id);
      workers.blocking().execute(() -> remember(before[0].record(), after.record()));
    }
  }

  private void remember(NodeRecord known, NodeRecord seen) {
    NodeCatalog records = catalog.nodes();
    records
        .replace(known, seen)
        .whenComplete(
            (replaced, failure) -> {
              if (failure != null) {
                LOG.log(Level.WARNING, "When node " + seen.id() + " left was not noted", failure);
              }
            });
  }

  /** The node said how its disk is. */
  void status(String id, NodeChannel channel, StoreStatus status) {
    nodes.computeIfPresent(
        id, (key, node) -> node.connectedBy(channel) ? node.withStatus(status) : node);
  }

  /** The node said how far it is with reading its files again. */
  void scrubbed(String id, NodeChannel channel, ScrubReport report) {
    nodes.computeIfPresent(
        id, (key, node) -> node.connectedBy(channel) ? node.withScrub(report) : node);
  }

  /** The node found out about one of its copies. */
  void found(String id, NodeChannel channel, Finding finding) {
    if (find(id).filter(node -> node.connectedBy(channel)).isPresent()) {
      findings.forEach(listener -> listener.accept(id, finding));
    }
  }

  /** The node said that it is stopping. */
  void goodbye(String id, NodeChannel channel) {
    nodes.computeIfPresent(id, (key, node) -> node.connectedBy(channel) ? node.goodbye() : node);
  }
}
