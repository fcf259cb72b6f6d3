package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.node.StorageNode.Connected;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.ProtocolVersion;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.Welcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides whether a node that says hello is the one that it says it is, and lets it in. */
@ApplicationScoped
public class NodeAdmission {
  private static final Logger LOG = System.getLogger(NodeAdmission.class.getName());

  @Inject private Catalog catalog;
  @Inject private Cluster cluster;
  @Inject private NodeRegistry registry;
  @Inject private ForeignNodes foreign;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;
  @Inject private Housekeeping housekeeping;

  /** Lets the node in, or tells it why not and closes; completes with whether it is in. */
  CompletionStage<Boolean> admit(Hello hello, NodeChannel channel) {
    boolean ours = hello.clusterId().map(cluster.state().clusterId()::equals).orElse(true);
    return ours ? admitOurs(hello, channel) : admitForeign(hello, channel);
  }

  /**
   * The node belongs to another catalogue than this manager last knew of. What is in the catalogue
   * is looked at first and which one it is afterwards, since another manager may just be taking
   * over that node's.
   */
  private CompletionStage<Boolean> admitForeign(Hello hello, NodeChannel channel) {
    UUID other = hello.clusterId().orElseThrow();
    return foreign
        .catalogueIsEmpty()
        .thenCompose(
            empty ->
                catalog
                    .cluster()
                    .read()
                    .thenCompose(
                        state ->
                            state.clusterId().equals(other)
                                ? admitOurs(hello, channel)
                                : refuseForeign(hello, channel, other, empty)));
  }

  private CompletionStage<Boolean> refuseForeign(
      Hello hello, NodeChannel channel, UUID other, boolean empty) {
    if (!empty) {
      return refuse(
          hello,
          channel,
          RefusalCode.OTHER_CLUSTER,
          "the data directory of node "
              + hello.nodeId()
              + " belongs to another catalogue; start it with the directory that belongs to this"
              + " one, or point it at its own manager");
    }
    foreign.told(hello.nodeId(), other);
    return refuse(
        hello,
        channel,
        RefusalCode.AWAITING_REBUILD,
        "the catalogue of this manager is empty, and node "
            + hello.nodeId()
            + " belongs to another one; if that is lost, have it made anew with POST"
            + " /catalogue/rebuild, otherwise point the manager at the right one");
  }

  private CompletionStage<Boolean> admitOurs(Hello hello, NodeChannel channel) {
    return whenAloneOrFirst(hello)
        .thenCompose(
            alone ->
                alone
                    ? register(hello, channel, 3)
                    : refuse(
                        hello,
                        channel,
                        RefusalCode.DUPLICATE_NODE,
                        "a node with the id "
                            + hello.nodeId()
                            + " is online; stop it first, or choose another id"));
  }

  /**
   * A connection of the same process takes its place back at once. One of another process has to
   * wait until the old connection has proved alive or has been silent for two heartbeats.
   */
  private CompletionStage<Boolean> whenAloneOrFirst(Hello hello) {
    Optional<Connected> present = registry.find(hello.nodeId()).flatMap(StorageNode::connection);
    if (present.isEmpty() || present.get().processId().equals(hello.processId())) {
      return CompletableFuture.completedFuture(true);
    }
    Optional<StorageNode> known = registry.find(hello.nodeId());
    if (known.isPresent() && !known.get().record().instanceId().equals(hello.instanceId())) {
      return CompletableFuture.completedFuture(false);
    }
    NodeChannel old = present.get().channel();
    long asked = System.nanoTime();
    CompletableFuture<Boolean> alone = new CompletableFuture<>();
    housekeeping.after(
        configuration.heartbeat().multipliedBy(2),
        "see whether an older connection is alive",
        () -> alone.complete(old.closed() || old.lastHeard() - asked < 0));
    return alone;
  }

  private CompletionStage<Boolean> register(Hello hello, NodeChannel channel, int attempts) {
    return catalog
        .nodes()
        .find(hello.nodeId())
        .thenCompose(known -> register(hello, channel, known, attempts));
  }

  private CompletionStage<Boolean> register(
      Hello hello, NodeChannel channel, Optional<NodeRecord> known, int attempts) {
    Instant now = Instant.now();
    if (known.isEmpty()) {
      NodeRecord joined =
          NodeRecord.joined(hello.nodeId(), hello.instanceId(), hello.incarnation(), now);
      return catalog
          .nodes()
          .create(joined)
          .thenCompose(
              other ->
                  other.isEmpty()
                      ? welcome(hello, channel, joined)
                      : register(hello, channel, other, attempts - 1));
    }
    NodeRecord record = known.get();
    if (!record.instanceId().equals(hello.instanceId())) {
      return refuse(
          hello,
          channel,
          RefusalCode.OTHER_INSTANCE,
          "node "
              + hello.nodeId()
              + " is registered with another data directory; start it with that one, or choose"
              + " another id");
    }
    if (hello.incarnation() < record.incarnation()) {
      return refuse(
          hello,
          channel,
          RefusalCode.OLD_INCARNATION,
          "node "
              + hello.nodeId()
              + " has been started later from another copy of this data directory");
    }
    NodeRecord seen = record.seen(hello.incarnation(), now);
    return catalog
        .nodes()
        .replace(record, seen)
        .thenCompose(
            replaced -> {
              if (replaced) {
                return welcome(hello, channel, seen);
              }
              return attempts > 0
                  ? register(hello, channel, attempts - 1)
                  : refuse(hello, channel, RefusalCode.SHUTTING_DOWN, "try again");
            });
  }

  /** Which catalogue a new node joins is read after its record is there, which settles that. */
  private CompletionStage<Boolean> welcome(Hello hello, NodeChannel channel, NodeRecord record) {
    return hello.clusterId().isPresent()
        ? CompletableFuture.completedStage(welcome(hello, channel, record, hello.clusterId().get()))
        : catalog
            .cluster()
            .read()
            .thenApply(state -> welcome(hello, channel, record, state.clusterId()));
  }

  private boolean welcome(Hello hello, NodeChannel channel, NodeRecord record, UUID clusterId) {
    foreign.joined(hello.nodeId());
    channel.tell(
        new Welcome(
            Math.min(hello.maxVersion(), ProtocolVersion.CURRENT),
            clusterId,
            identity.managerId(),
            configuration.inlineLimit(),
            NodeChannel.MAX_IN_FLIGHT,
            (int) configuration.heartbeat().toSeconds(),
            (int) configuration.transferTimeout().toSeconds()));
    registry
        .connect(record, new Connected(channel, hello.processId(), Instant.now()), hello.status())
        .filter(old -> old != channel)
        .ifPresent(old -> old.close("the node connected anew"));
    LOG.log(
        Level.INFO,
        "Node {0} is online from {1}: {2} files, {3} bytes free",
        hello.nodeId(),
        channel.peer(),
        hello.status().files(),
        hello.status().freeBytes());
    return true;
  }

  private static CompletionStage<Boolean> refuse(
      Hello hello, NodeChannel channel, RefusalCode code, String detail) {
    LOG.log(
        Level.WARNING, "Refused node {0} from {1}: {2}", hello.nodeId(), channel.peer(), detail);
    channel.tellAndClose(new Refused(code, detail));
    return CompletableFuture.completedFuture(false);
  }
}
