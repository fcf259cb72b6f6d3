package io.github.dfserver.manager.file;

import io.github.dfserver.journal.CrashPoint;
import io.github.dfserver.manager.balance.Placement;
import io.github.dfserver.manager.balance.Placement.Reservation;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.copy.Settlement;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.EventGroup;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.tracing.TracedCatalog;
import io.github.dfserver.manager.work.ManagerIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Deletes files: LIVE becomes DELETING, from when on nobody finds it, then its copies go, then the
 * record. A file that is moving is deleted like any other, the copy on its way included.
 */
@ApplicationScoped
public class DeleteService {
  private static final Logger LOG = System.getLogger(DeleteService.class.getName());

  /** A move changes a record four times, and more often while it takes long. */
  private static final int ATTEMPTS = 20;

  @Inject private TracedCatalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private Placement placement;
  @Inject private Settlement settlement;
  @Inject private ManagerIdentity identity;
  @Inject private Events events;

  /**
   * Deletes a file. When its node goes away after the file has become invisible, the space is freed
   * on the node's return; so it is with what a move has left on a node that is away.
   *
   * @param origin what ties the request to the log
   * @return exceptionally a {@link ProblemException}: code 2, or code 4 and nothing is deleted
   */
  CompletionStage<Void> delete(FileName name, RequestOrigin origin) {
    return delete(name, origin, ATTEMPTS);
  }

  private CompletionStage<Void> delete(FileName name, RequestOrigin origin, int attempts) {
    return catalog
        .files(origin)
        .find(name.value())
        .thenCompose(
            found -> {
              FileRecord live =
                  found
                      .filter(record -> record.state() == FileState.LIVE)
                      .orElseThrow(
                          () -> new ProblemException(Problem.fileDoesNotExist(name.value())));
              if (registry.channel(live.node()).isEmpty() && !lostWithItsNode(live)) {
                throw new ProblemException(Problem.fileUnavailable(name.value(), live.node()));
              }
              return delete(live, name, origin, attempts);
            });
  }

  /** There is nobody left to ask, and nothing to wait for. */
  private boolean lostWithItsNode(FileRecord file) {
    return file.health() == Health.MISSING && registry.find(file.node()).isEmpty();
  }

  private CompletionStage<Void> delete(
      FileRecord live, FileName name, RequestOrigin origin, int attempts) {
    FileRecord deleting = live.deleting(identity.managerId(), settlement.lease());
    long size = live.content().orElseThrow().size();
    Reservation leaving = placement.removing(live.node(), size);
    return catalog
        .files(origin)
        .replace(live, deleting)
        .whenComplete(
            (replaced, failure) -> {
              if (failure == null && replaced) {
                placement.done(leaving, size);
                events.publish(
                    EventGroup.FILES,
                    "deleted",
                    () -> Event.named("file-deleted").with("filename", name.value()));
              } else {
                placement.undone(leaving);
              }
            })
        .thenCompose(
            replaced -> {
              if (!replaced) {
                return attempts > 1
                    ? delete(name, origin, attempts - 1)
                    : CompletableFuture.failedStage(
                        new ProblemException(
                            Problem.outcomeUnknown("The file kept changing; try again.")));
              }
              CrashPoint.reached("delete.deleting");
              return settlement
                  .finish(deleting, Optional.of(origin))
                  .handle((gone, failure) -> answer(name, origin, failure));
            });
  }

  /** The file is gone for everybody; what is left of it goes with a sweep. */
  private static Void answer(FileName name, RequestOrigin origin, Throwable failure) {
    if (failure != null) {
      LOG.log(
          Level.WARNING,
          "request={0} What is left of ''{1}'' will be removed later: {2}",
          origin.requestId(),
          name,
          failure);
    }
    return null;
  }
}
