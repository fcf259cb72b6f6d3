package io.github.dfserver.manager.node;

import io.github.dfserver.manager.audit.AuditLog;
import io.github.dfserver.manager.audit.NodeEvent;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ManagerRecord;
import io.github.dfserver.manager.catalog.ManagerRecord.Presence;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.cluster.Managers;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.node.StorageNode.Connected;
import io.github.dfserver.manager.node.StorageNode.Elsewhere;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.ScrubReport;
import io.github.dfserver.protocol.StoreStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The nodes, connected to this manager, to another, or not. Thread-safe; nothing here blocks. */
@ApplicationScoped
public class NodeRegistry {
  private static final Logger LOG = System.getLogger(NodeRegistry.class.getName());

  private static final Duration REFRESH = Duration.ofSeconds(4);

  private final Map<String, StorageNode> nodes = new ConcurrentHashMap<>();
  private final List<Consumer<String>> arrivals = new CopyOnWriteArrayList<>();
  private final List<BiConsumer<String, Finding>> findings = new CopyOnWriteArrayList<>();

  private final Set<Presence> arriving = ConcurrentHashMap.newKeySet();

  @Inject private Catalog catalog;
  @Inject private Workers workers;
  @Inject private Managers managers;
  @Inject private Relay relay;
  @Inject private Housekeeping housekeeping;
  @Inject private AuditLog audit;
  @Inject private Events events;

  /** Begins with the nodes that the catalogue knows, and learns of changes by other managers. */
  public void start(List<NodeRecord> known) {
    known(known);
    managers.announcing(this::connected);
    managers.onRead(this::announced);
    if (!managers.alone()) {
      housekeeping.every(REFRESH, "read the nodes' records", this::refresh);
    }
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
    if (node == null) {
      return Optional.empty();
    }
    return node.connection().isPresent()
        ? node.connection().map(Connected::channel)
        : relay.link(node);
  }

  /**
   * The same for commands that serve a client's request.
   *
   * @param origin empty for background work
   */
  public Optional<NodeLink> channel(String id, Optional<RequestOrigin> origin) {
    Optional<NodeLink> link = channel(id);
    return origin.isEmpty() ? link : link.map(way -> way.serving(origin.get()));
  }

  /** The node's own channel to this manager, while there is one. */
  Optional<NodeChannel> own(String id) {
    return find(id).flatMap(StorageNode::connection).map(Connected::channel);
  }

  /** Learns of a node's record, where it is newer than the one known. */
  public void learn(NodeRecord record) {
    nodes.compute(
        record.id(), (id, node) -> node == null ? StorageNode.offline(record) : node.known(record));
  }

  /** Forgets a node; one that is connected is told so. */
  public void forget(String id) {
    StorageNode forgotten = nodes.remove(id);
    if (forgotten != null) {
      forgotten
          .connection()
          .map(Connected::channel)
          .ifPresent(
              channel ->
                  channel.tellAndClose(
                      new Refused(
                          RefusalCode.FORGOTTEN,
                          "node "
                              + id
                              + " was removed from the cluster; start it again to have it join"
                              + " anew")));
    }
  }

  /** Runs something, which must not block, with the id of each node that connects here. */
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
    managers.announce();
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
      LOG.log(
          Level.INFO,
          after.online() ? "Node {0} left and is online elsewhere" : "Node {0} is offline",
          id);
      audit.node(NodeEvent.NODE_LEFT, id, channel.peer(), "");
      events.publish(
          Event.named("node-left").with("node", id).with("reason", why(before[0], after)));
      managers.announce();
      workers.blocking().execute(() -> remember(id, now));
    }
  }

  private static String why(StorageNode before, StorageNode after) {
    if (after.online()) {
      return "it is online elsewhere";
    }
    return before.leaving() ? "it was stopped" : "its connection ended";
  }

  private void remember(String id, Instant left) {
    catalog
        .nodes()
        .find(id)
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedStage(false)
                    : catalog
                        .nodes()
                        .replace(found.get(), found.get().seen(found.get().incarnation(), left)))
        .whenComplete(
            (noted, failure) -> {
              if (failure != null) {
                LOG.log(Level.WARNING, "When node " + id + " left was not noted", failure);
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

  /** A node is to be announced already, though it is not welcomed yet. */
  void arriving(Presence presence) {
    arriving.add(presence);
  }

  /** The node is connected, or was refused after all. */
  void arrived(Presence presence) {
    arriving.remove(presence);
  }

  /** What this manager announces. */
  private List<Presence> connected() {
    List<Presence> here = new ArrayList<>(arriving);
    for (StorageNode node : nodes.values()) {
      node.connection()
          .ifPresent(
              c ->
                  here.add(
                      new Presence(
                          node.id(),
                          c.processId(),
                          c.since(),
                          node.status().orElseThrow(),
                          node.leaving())));
    }
    return here;
  }

  /** What the other managers announce. */
  private void announced(List<ManagerRecord> others) {
    Instant now = Instant.now();
    Map<String, List<Elsewhere>> byNode = new HashMap<>();
    for (ManagerRecord manager : others) {
      for (Presence presence : manager.nodes()) {
        byNode
            .computeIfAbsent(presence.node(), id -> new ArrayList<>())
            .add(new Elsewhere(manager.id(), manager.url(), presence, now));
      }
    }
    nodes.replaceAll((id, node) -> node.announced(byNode.getOrDefault(id, List.of())));
    if (!nodes.keySet().containsAll(byNode.keySet())) {
      refresh();
    }
  }

  private void refresh() {
    catalog
        .nodes()
        .all()
        .whenComplete(
            (records, failure) -> {
              if (failure == null) {
                known(records);
              } else {
                LOG.log(Level.DEBUG, "The nodes' records cannot be read", failure);
              }
            });
  }

  private void known(List<NodeRecord> records) {
    Set<String> ids = new HashSet<>();
    for (NodeRecord record : records) {
      ids.add(record.id());
      StorageNode node =
          nodes.compute(
              record.id(),
              (id, before) -> before == null ? StorageNode.offline(record) : before.known(record));
      node.connection().ifPresent(connected -> fence(node.record(), connected));
    }
    nodes.values().removeIf(node -> !ids.contains(node.id()) && !node.online());
  }

  /** A process that another manager let in later, or instead, has taken this one's place. */
  private static void fence(NodeRecord record, Connected connected) {
    if (record.isFenced(connected.incarnation(), connected.processId())) {
      LOG.log(Level.WARNING, "Node {0} is an older copy of itself: refused", record.id());
      connected.channel().tellAndClose(NodeRefusals.replaced(record.id()));
    }
  }
}
