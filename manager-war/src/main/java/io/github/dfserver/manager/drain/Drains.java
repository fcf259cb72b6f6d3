package io.github.dfserver.manager.drain;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Has nodes emptied, and calls that off. What is wanted stands in the node's record, so that it
 * survives a restart and every manager learns of it; the rebalancer does the work. Thread-safe.
 */
@ApplicationScoped
public class Drains {
  private static final Logger LOG = System.getLogger(Drains.class.getName());
  private static final int ATTEMPTS = 10;

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private Intake intake;
  @Inject private Events events;

  /**
   * Wants a node emptied onto the others; again is no harm.
   *
   * @return exceptionally a {@link ProblemException}: code 10; code 11 where no other node is left
   */
  public CompletionStage<Void> begin(String id) {
    boolean another =
        registry.all().stream()
            .anyMatch(node -> !node.id().equals(id) && !node.record().draining());
    if (!another && registry.find(id).isPresent()) {
      return CompletableFuture.failedStage(
          new ProblemException(
              Problem.conflict(
                  "There is no other node that could take the files of node "
                      + id
                      + "; start one first.")));
    }
    return change(id, true, ATTEMPTS);
  }

  /**
   * Does not want a node emptied any more; again is no harm.
   *
   * @return exceptionally a {@link ProblemException}: code 10
   */
  public CompletionStage<Void> cancel(String id) {
    return change(id, false, ATTEMPTS);
  }

  private NodeRecord changed(NodeRecord record) {
    events.publish(
        Event.named(record.draining() ? "node-draining" : "drain-cancelled")
            .with("node", record.id()));
    return record;
  }

  private CompletionStage<Void> change(String id, boolean draining, int attempts) {
    return catalog
        .nodes()
        .find(id)
        .thenCompose(
            found -> {
              NodeRecord record =
                  found.orElseThrow(() -> new ProblemException(Problem.nodeDoesNotExist(id)));
              if (record.draining() == draining) {
                return CompletableFuture.completedStage(record);
              }
              NodeRecord next = record.withDraining(draining);
              return catalog
                  .nodes()
                  .replace(record, next)
                  .thenApply(replaced -> replaced ? changed(next) : null);
            })
        .thenCompose(
            record -> {
              if (record == null) {
                return attempts > 1
                    ? change(id, draining, attempts - 1)
                    : CompletableFuture.failedStage(
                        new ProblemException(
                            Problem.outcomeUnknown("The node's record kept changing; try again.")));
              }
              LOG.log(
                  Level.INFO, draining ? "Node {0} is to be emptied" : "Node {0} stays in use", id);
              registry.learn(record);
              registry.find(id).map(StorageNode::record).ifPresent(intake::set);
              return CompletableFuture.completedStage(null);
            });
  }
}
