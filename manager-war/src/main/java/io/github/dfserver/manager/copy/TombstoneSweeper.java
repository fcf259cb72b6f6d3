package io.github.dfserver.manager.copy;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.Tombstone;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Works off the tombstones of the nodes that can be asked. Thread-safe. */
@ApplicationScoped
public class TombstoneSweeper {
  private static final Logger LOG = System.getLogger(TombstoneSweeper.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(5);

  /** So many of a node's commands are deletes at a time. */
  private static final int PAGE = 256;

  private final Set<String> working = ConcurrentHashMap.newKeySet();

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private CopyRemoval removal;
  @Inject private Housekeeping housekeeping;

  /** Works from now on: every few seconds, and when a node comes online. */
  public void start() {
    housekeeping.every(PERIOD, "work off tombstones", this::workOffAll);
    registry.onArrival(
        node -> housekeeping.after(Duration.ZERO, "tombstones of " + node, () -> workOff(node)));
  }

  private void workOffAll() {
    registry.all().stream().filter(StorageNode::online).forEach(node -> workOff(node.id()));
  }

  private void workOff(String node) {
    if (!working.add(node)) {
      return;
    }
    workOff(node, Optional.empty())
        .whenComplete(
            (done, failure) -> {
              working.remove(node);
              if (failure != null) {
                LOG.log(
                    Level.DEBUG, "Tombstones of node {0} are left for later: {1}", node, failure);
              }
            });
  }

  private CompletionStage<Void> workOff(String node, Optional<UUID> after) {
    Optional<NodeLink> link = registry.channel(node);
    if (link.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    return catalog
        .tombstones()
        .onNode(node, after, PAGE)
        .thenCompose(page -> workOff(link.get(), page).thenApply(done -> page))
        .thenCompose(
            page ->
                page.size() < PAGE
                    ? CompletableFuture.<Void>completedStage(null)
                    : workOff(node, Optional.of(page.get(PAGE - 1).place().copyId())));
  }

  private CompletionStage<Void> workOff(NodeLink link, List<Tombstone> page) {
    return CompletableFuture.allOf(
        page.stream()
            .map(tombstone -> removal.workOff(link, tombstone).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }
}
