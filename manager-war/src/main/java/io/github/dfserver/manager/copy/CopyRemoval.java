package io.github.dfserver.manager.copy;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Tombstone;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
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
 * Removes copies that a durable statement names: at once where their node can be asked, and where
 * it cannot, a tombstone says so until it can. Thread-safe; nothing here blocks.
 */
@ApplicationScoped
public class CopyRemoval {
  private static final Logger LOG = System.getLogger(CopyRemoval.class.getName());

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;

  /**
   * Removes one copy of a file that goes on without it: what a move has left or was to make.
   *
   * @return completes when the copy is gone or has a tombstone, so that its record may forget it;
   *     exceptionally when the catalogue fails
   */
  public CompletionStage<Void> remove(UUID fileId, CopyPlace place) {
    return remove(fileId, place, false, Optional.empty());
  }

  /** The same for a client's request. */
  CompletionStage<Void> remove(UUID fileId, CopyPlace place, Optional<RequestOrigin> origin) {
    return remove(fileId, place, false, origin);
  }

  /**
   * Removes every copy of a file that is ABANDONED or DELETING.
   *
   * @param origin the client's request that wants it, where one does
   * @return as of {@link #remove}, for all of them
   */
  public CompletionStage<Void> removeAll(FileRecord record, Optional<RequestOrigin> origin) {
    // Older copies may be left on nodes that are away: this one's node is to remember the delete.
    boolean remember = record.state() == FileState.DELETING && record.moveSequence() > 0;
    CompletionStage<Void> noted =
        remember && registry.channel(record.node()).isEmpty()
            ? catalog.tombstones().fileDeleted(record.fileId(), record.moveSequence())
            : CompletableFuture.completedStage(null);
    return noted.thenCompose(
        done ->
            CompletableFuture.allOf(
                record.places().stream()
                    .map(
                        place ->
                            remove(record.fileId(), place, remember, origin).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new)));
  }

  private CompletionStage<Void> remove(
      UUID fileId, CopyPlace place, boolean remember, Optional<RequestOrigin> origin) {
    Optional<NodeLink> node = registry.channel(place.node(), origin);
    if (node.isEmpty()) {
      return state(fileId, place);
    }
    return delete(node.get(), place, remember)
        .handle(
            (deleted, failure) -> {
              if (failure == null) {
                return CompletableFuture.<Void>completedStage(null);
              }
              LOG.log(
                  Level.DEBUG,
                  "{0}Copy {1} on node {2} will be removed later: {3}",
                  origin.map(request -> "request=" + request.requestId() + " ").orElse(""),
                  place.copyId(),
                  place.node(),
                  failure);
              return state(fileId, place);
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> state(UUID fileId, CopyPlace place) {
    return catalog.tombstones().add(new Tombstone(place, fileId, Instant.now()));
  }

  /**
   * Has a node remove what a tombstone names, and then forgets the tombstone.
   *
   * @return exceptionally when the node or the catalogue fails; the tombstone stays then
   */
  CompletionStage<Void> workOff(NodeLink node, Tombstone tombstone) {
    return catalog
        .tombstones()
        .deletedUpTo(tombstone.fileId())
        .thenCompose(deleted -> delete(node, tombstone.place(), deleted.isPresent()))
        .thenCompose(deleted -> catalog.tombstones().remove(tombstone.place()));
  }

  private static CompletionStage<Deleted> delete(NodeLink node, CopyPlace place, boolean remember) {
    return node.ask(Deleted.class, id -> new DeleteFile(id, place.copyId(), remember));
  }
}
