package io.github.dfserver.manager.node;

import io.github.dfserver.manager.audit.AuditLog;
import io.github.dfserver.manager.audit.NodeEvent;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ManagerRecord.Presence;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.cluster.Managers;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.drain.Intake;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.node.StorageNode.Connected;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.ProtocolVersion;
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

/**
 * Decides whether a node that says hello is the one that it says it is, and lets it in.
 *
 * <p>Of two processes with copies of one data directory only one can be in, at whichever managers
 * they ask at whichever moment: each manager looks at the node's record, then for a rival, then
 * writes the newcomer into the record as it was, then announces it, and then looks whether the
 * record still names it. Who is later in that order sees who was earlier.
 */
@ApplicationScoped
public class NodeAdmission {
  private static final Logger LOG = System.getLogger(NodeAdmission.class.getName());
  private static final int ATTEMPTS = 4;

  @Inject private Catalog catalog;
  @Inject private Cluster cluster;
  @Inject private Managers managers;
  @Inject private NodeRegistry registry;
  @Inject private NodeRivals rivals;
  @Inject private ForeignNodes foreign;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;
  @Inject private AuditLog audit;
  @Inject private Events events;

  /** One node that asks to be let in. */
  private record Newcomer(Hello hello, NodeChannel channel) {}

  /** Lets the node in, or tells it why not and closes; completes with whether it is in. */
  CompletionStage<Boolean> admit(Hello hello, NodeChannel channel) {
    Newcomer node = new Newcomer(hello, channel);
    boolean ours = hello.clusterId().map(cluster.state().clusterId()::equals).orElse(true);
    return ours ? admit(node, ATTEMPTS) : admitForeign(node);
  }

  /**
   * The node belongs to another catalogue than this manager last knew of. What is in the catalogue
   * is looked at first and which one it is afterwards, since another manager may just be taking
   * over that node's.
   */
  private CompletionStage<Boolean> admitForeign(Newcomer node) {
    UUID other = node.hello.clusterId().orElseThrow();
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
                                ? admit(node, ATTEMPTS)
                                : refuseForeign(node, other, empty)));
  }

  private CompletionStage<Boolean> refuseForeign(Newcomer node, UUID other, boolean empty) {
    String id = node.hello.nodeId();
    if (!empty) {
      return refuse(node, NodeRefusals.otherCluster(id));
    }
    foreign.told(id, other);
    return refuse(node, NodeRefusals.awaitingRebuild(id));
  }

  private CompletionStage<Boolean> admit(Newcomer node, int attempts) {
    if (attempts == 0) {
      return refuse(node, NodeRefusals.tryAgain("the record of the node keeps changing"));
    }
    return catalog
        .nodes()
        .find(node.hello.nodeId())
        .thenCompose(
            known -> {
              Optional<Refused> unfit = known.flatMap(record -> unfit(record, node.hello));
              return unfit.isPresent()
                  ? refuse(node, unfit.get())
                  : rivals
                      .against(node.hello)
                      .thenCompose(
                          rival ->
                              rival.isPresent()
                                  ? refuse(node, rival.get())
                                  : register(node, known, attempts));
            });
  }

  private Optional<Refused> unfit(NodeRecord record, Hello hello) {
    if (!record.instanceId().equals(hello.instanceId())) {
      return Optional.of(
          registry.find(hello.nodeId()).filter(StorageNode::online).isPresent()
              ? NodeRefusals.duplicate(hello.nodeId())
              : NodeRefusals.otherInstance(hello.nodeId()));
    }
    return record.isFenced(hello.incarnation(), hello.processId())
        ? Optional.of(NodeRefusals.replaced(hello.nodeId()))
        : Optional.empty();
  }

  private CompletionStage<Boolean> register(
      Newcomer node, Optional<NodeRecord> known, int attempts) {
    Hello hello = node.hello;
    Instant now = Instant.now();
    NodeRecord next =
        known
            .map(record -> record.seen(hello.incarnation(), now))
            .orElseGet(
                () ->
                    NodeRecord.joined(hello.nodeId(), hello.instanceId(), hello.incarnation(), now))
            .by(hello.processId());
    CompletionStage<Boolean> written =
        known.isPresent()
            ? catalog.nodes().replace(known.get(), next)
            : catalog.nodes().create(next).thenApply(Optional::isEmpty);
    return written.thenCompose(
        done -> done ? announce(node, next, now) : admit(node, attempts - 1));
  }

  private CompletionStage<Boolean> announce(Newcomer node, NodeRecord record, Instant now) {
    if (managers.alone()) {
      return welcome(node, record, now);
    }
    Hello hello = node.hello;
    Presence presence = new Presence(hello.nodeId(), hello.processId(), now, hello.status(), false);
    registry.arriving(presence);
    return managers
        .announce()
        .thenCompose(done -> catalog.nodes().find(hello.nodeId()))
        .thenCompose(
            found -> {
              Optional<Refused> unfit = found.flatMap(latest -> unfit(latest, hello));
              return unfit.isPresent()
                  ? refuse(node, unfit.get())
                  : welcome(node, found.orElse(record), now);
            })
        .whenComplete((in, failure) -> registry.arrived(presence));
  }

  /** Which catalogue a new node joins is read after its record is there, which settles that. */
  private CompletionStage<Boolean> welcome(Newcomer node, NodeRecord record, Instant now) {
    return node.hello.clusterId().isPresent()
        ? CompletableFuture.completedStage(welcome(node, record, now, node.hello.clusterId().get()))
        : catalog
            .cluster()
            .read()
            .thenApply(state -> welcome(node, record, now, state.clusterId()));
  }

  private boolean welcome(Newcomer node, NodeRecord record, Instant now, UUID clusterId) {
    Hello hello = node.hello;
    NodeChannel channel = node.channel;
    foreign.joined(hello.nodeId());
    int version = ProtocolVersion.agreed(hello.maxVersion());
    channel.admitted(hello.nodeId(), version);
    channel.tell(
        new Welcome(
            version,
            clusterId,
            identity.managerId(),
            configuration.inlineLimit(),
            NodeChannel.MAX_IN_FLIGHT,
            (int) configuration.heartbeat().toSeconds(),
            (int) configuration.transferTimeout().toSeconds()));
    // Before anybody else can send a command: what is being emptied takes nothing new.
    Intake.ask(channel, record)
        .whenComplete(
            (set, failure) -> {
              if (failure != null) {
                channel.close("does not say whether it takes new files");
              }
            });
    registry
        .connect(
            record,
            new Connected(channel, hello.processId(), hello.incarnation(), now),
            hello.status())
        .filter(old -> old != channel)
        .ifPresent(old -> old.close("the node connected anew"));
    audit.node(NodeEvent.NODE_JOINED, hello.nodeId(), channel.peer(), "");
    events.publish(Event.named("node-joined").with("node", hello.nodeId()));
    LOG.log(
        Level.INFO,
        "Node {0} is online from {1}: {2} files, {3} bytes free, {4}, protocol version {5}",
        hello.nodeId(),
        channel.peer(),
        hello.status().files(),
        hello.status().freeBytes(),
        hello.software(),
        version);
    return true;
  }

  private CompletionStage<Boolean> refuse(Newcomer node, Refused refusal) {
    LOG.log(
        Level.WARNING,
        "Refused node {0} from {1}: {2}",
        node.hello.nodeId(),
        node.channel.peer(),
        refusal.detail());
    audit.node(NodeEvent.NODE_REFUSED, node.hello.nodeId(), node.channel.peer(), refusal.detail());
    events.publish(
        Event.named("node-refused")
            .with("node", node.hello.nodeId())
            .with("reason", refusal.detail()));
    node.channel.tellAndClose(refusal);
    return CompletableFuture.completedFuture(false);
  }
}
