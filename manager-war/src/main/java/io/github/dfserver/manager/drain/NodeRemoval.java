package io.github.dfserver.manager.drain;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.catalog.RecordPage;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import io.github.dfserver.manager.rebuild.KnownNodes;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Forgets nodes: those that hold no file, and those that are lost with what they held. Nothing on a
 * node is removed by that. Thread-safe; nothing here blocks.
 */
@ApplicationScoped
public class NodeRemoval {
  private static final Logger LOG = System.getLogger(NodeRemoval.class.getName());
  private static final int PAGE = 256;

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private DrainWatch drained;
  @Inject private KnownNodes roster;
  @Inject private Workers workers;
  @Inject private Events events;

  /**
   * Forgets a node.
   *
   * @param lost whether the node will never come back: what it holds becomes missing
   * @return exceptionally a {@link ProblemException}: code 10; code 11 while it is in use
   */
  public CompletionStage<Void> forget(String id, boolean lost) {
    StorageNode node =
        registry.find(id).orElseThrow(() -> new ProblemException(Problem.nodeDoesNotExist(id)));
    if (node.online() && !drained.drained(node)) {
      throw conflict(
          "Node "
              + id
              + " is online; "
              + (lost ? "stop it before you declare it lost." : "drain it, or stop it, first."));
    }
    return catalog
        .nodes()
        .find(id)
        .thenCompose(
            found -> {
              NodeRecord record =
                  found.orElseThrow(() -> new ProblemException(Problem.nodeDoesNotExist(id)));
              return (lost ? declareMissing(id, Optional.empty()) : requireEmpty(id))
                  .thenCompose(nothing -> catalog.nodes().remove(record));
            })
        .thenCompose(
            removed -> {
              if (!removed) {
                throw conflict("Node " + id + " has just come back; nothing was forgotten.");
              }
              LOG.log(
                  Level.INFO, lost ? "Node {0} was declared lost" : "Node {0} was forgotten", id);
              events.publish(Event.named("node-removed").with("node", id).with("lost", lost));
              registry.forget(id);
              return strikeFromRoster(id);
            })
        .thenAccept(struck -> {});
  }

  /** No rebuild waits for it any more; a node that only a lost catalogue knew is there as well. */
  private CompletionStage<Boolean> strikeFromRoster(String id) {
    return CompletableFuture.supplyAsync(() -> roster.forget(id), workers.blocking());
  }

  private CompletionStage<Void> requireEmpty(String id) {
    return catalog
        .files()
        .anyOn(id)
        .thenAccept(
            named -> {
              if (named) {
                throw conflict(
                    "Node "
                        + id
                        + " still holds files; drain it, or add ?lost=true when it is gone for"
                        + " good.");
              }
            });
  }

  /** Page by page, so that a node with millions of files takes no more memory than a small one. */
  private CompletionStage<Void> declareMissing(String id, Optional<String> after) {
    return catalog
        .files()
        .onNode(id, after, PAGE)
        .thenCompose(
            page ->
                declareMissing(page)
                    .thenCompose(
                        done ->
                            page.next().isPresent()
                                ? declareMissing(id, page.next())
                                : CompletableFuture.completedStage(null)));
  }

  private CompletableFuture<Void> declareMissing(RecordPage page) {
    return CompletableFuture.allOf(
        page.records().stream()
            .map(record -> declareMissing(record, record.node()).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** A record that changes meanwhile is looked at again until its home is elsewhere or missing. */
  private CompletionStage<Void> declareMissing(FileRecord record, String lostNode) {
    if (!record.home().node().equals(lostNode)
        || !record.isLive()
        || record.health() == Health.MISSING) {
      return CompletableFuture.completedStage(null);
    }
    return catalog
        .files()
        .replace(record, record.withHealth(Health.MISSING))
        .thenCompose(
            replaced ->
                replaced
                    ? CompletableFuture.completedStage(null)
                    : catalog
                        .files()
                        .find(record.name())
                        .thenCompose(
                            now ->
                                now.isPresent()
                                    ? declareMissing(now.get(), lostNode)
                                    : CompletableFuture.completedStage(null)));
  }

  private static ProblemException conflict(String detail) {
    return new ProblemException(Problem.conflict(detail));
  }
}
