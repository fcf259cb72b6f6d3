package io.github.dfserver.manager.file;

import io.github.dfserver.journal.CrashPoint;
import io.github.dfserver.manager.balance.Placement;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.work.ManagerIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Deletes files: LIVE becomes DELETING, from when on nobody finds it, then the copy goes, then the
 * record.
 */
@ApplicationScoped
public class DeleteService {
  private static final int ATTEMPTS = 5;

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private Placement placement;
  @Inject private AbandonedCopies abandoned;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;

  /**
   * Deletes a file. When its node goes away after the file has become invisible, the space is freed
   * on the node's return.
   *
   * @return exceptionally a {@link ProblemException}: code 2, or code 4 and nothing is deleted
   */
  CompletionStage<Void> delete(FileName name) {
    return delete(name, ATTEMPTS);
  }

  private CompletionStage<Void> delete(FileName name, int attempts) {
    return catalog
        .files()
        .find(name.value())
        .thenCompose(
            found -> {
              FileRecord live =
                  found
                      .filter(record -> record.state() == FileState.LIVE)
                      .orElseThrow(
                          () -> new ProblemException(Problem.fileDoesNotExist(name.value())));
              if (registry.channel(live.node()).isEmpty()) {
                throw new ProblemException(Problem.fileUnavailable(name.value(), live.node()));
              }
              return delete(live, name, attempts);
            });
  }

  private CompletionStage<Void> delete(FileRecord live, FileName name, int attempts) {
    Instant lease = Instant.now().plus(configuration.lease()).plus(configuration.commandTimeout());
    FileRecord deleting = live.deleting(identity.managerId(), lease);
    return catalog
        .files()
        .replace(live, deleting)
        .thenCompose(
            replaced -> {
              if (!replaced) {
                return attempts > 1
                    ? delete(name, attempts - 1)
                    : CompletableFuture.failedStage(
                        new ProblemException(
                            Problem.outcomeUnknown("The file kept changing; try again.")));
              }
              CrashPoint.reached("delete.deleting");
              placement.removed(live.node(), live.content().orElseThrow().size());
              return abandoned
                  .remove(deleting)
                  .thenCompose(
                      gone ->
                          gone
                              ? CompletableFuture.<Boolean>completedStage(true)
                              : abandoned.release(deleting))
                  .thenAccept(settled -> {});
            });
  }
}
