package io.github.dfserver.manager.drain;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.protocol.IntakeSet;
import io.github.dfserver.protocol.StoreStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out when a node is drained, which means safe to unplug: it has acknowledged that it takes
 * no new copy, its disk holds none, and only then it was seen that no record in any state names it
 * and no tombstone waits for it. An upload that was placed there before the acknowledgement has a
 * record by then; one that is placed there later is refused. Thread-safe.
 */
@ApplicationScoped
public class DrainWatch {
  private static final Logger LOG = System.getLogger(DrainWatch.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /**
   * What was found to be drained: this process, under a record that has not changed since. Between
   * two looks a drain can be called off, the node fill again, and be wanted empty again.
   */
  private record Found(UUID process, long revision) {}

  private final Map<String, Found> drained = new ConcurrentHashMap<>();

  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private Housekeeping housekeeping;
  @Inject private Events events;

  /** Watches from now on. */
  public void start() {
    housekeeping.every(PERIOD, "see which nodes are drained", this::look);
  }

  /** Whether a node is drained. */
  public boolean drained(StorageNode node) {
    Found found = drained.get(node.id());
    return found != null
        && node.record().draining()
        && node.record().revision() == found.revision()
        && node.processId().filter(found.process()::equals).isPresent();
  }

  private void look() {
    for (StorageNode node : registry.all()) {
      if (!node.record().draining()) {
        drained.remove(node.id());
      } else if (!drained(node) && isEmpty(node) && asked.add(node.id())) {
        ask(node).whenComplete((done, failure) -> answered(node.id(), failure));
      }
    }
  }

  private static boolean isEmpty(StorageNode node) {
    return node.online() && node.latest().map(StoreStatus::files).orElse(1L) == 0;
  }

  private void answered(String id, Throwable failure) {
    asked.remove(id);
    if (failure != null) {
      LOG.log(Level.INFO, "Whether node {0} is drained is not known yet: {1}", id, failure);
    }
  }

  private CompletionStage<Void> ask(StorageNode node) {
    Optional<NodeLink> link = registry.channel(node.id());
    Optional<UUID> process = node.processId();
    if (link.isEmpty() || process.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    return Intake.ask(link.get(), node.record())
        .thenCompose(
            intake ->
                holdsNothing(intake)
                    ? namedByNothing(node.record())
                    : CompletableFuture.completedStage(false))
        .thenAccept(
            empty -> {
              if (empty) {
                drained.put(node.id(), new Found(process.get(), node.record().revision()));
              }
              if (registry.find(node.id()).filter(this::drained).isPresent()) {
                events.publish(Event.named("node-drained").with("node", node.id()));
                LOG.log(Level.INFO, "Node {0} is drained: it can be unplugged", node.id());
              }
            });
  }

  private static boolean holdsNothing(IntakeSet intake) {
    return !intake.open() && intake.staged() == 0 && intake.status().files() == 0;
  }

  private CompletionStage<Boolean> namedByNothing(NodeRecord node) {
    return catalog
        .files()
        .anyOn(node.id())
        .thenCombine(
            catalog.tombstones().onNode(node.id(), Optional.empty(), 1).thenApply(List::isEmpty),
            (named, noTombstone) -> !named && noTombstone);
  }
}
