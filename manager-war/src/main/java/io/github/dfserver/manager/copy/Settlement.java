package io.github.dfserver.manager.copy;

import io.github.dfserver.journal.CrashPoint;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.work.ManagerIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings file records to rest: removes the copies that their state says are not wanted, and then
 * lets the record forget them. Whatever stops that, a sweep goes on where it stopped, since nothing
 * is forgotten before it is gone or has a tombstone. Thread-safe; nothing here blocks.
 *
 * <p>All stages complete with whether this manager did it; false when somebody else has changed the
 * record and will. They fail when the catalogue does.
 */
@ApplicationScoped
public class Settlement {
  @Inject private Catalog catalog;
  @Inject private CopyRemoval removal;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;

  /** Until when a change that begins now, and waits for one answer of a node, is left alone. */
  public Instant lease() {
    return Instant.now().plus(configuration.lease()).plus(configuration.commandTimeout());
  }

  /**
   * Gives up a copy that was being made from a client's bytes: a new file, or one to be restored.
   *
   * @param begun its record, PENDING or moving
   * @param reached whether the node may have bytes of it
   * @param origin the client's request
   * @return true: the copy will never be seen
   */
  public CompletionStage<Boolean> giveUp(FileRecord begun, boolean reached, RequestOrigin origin) {
    return begun.isLive()
        ? cancelMove(begun, Optional.of(origin))
        : abandon(begun, reached, Optional.of(origin));
  }

  /**
   * Gives up an upload.
   *
   * @param pending its PENDING record
   * @param reached whether its node may have bytes of it
   * @return true: the name is free again, and the upload will never be seen
   */
  private CompletionStage<Boolean> abandon(
      FileRecord pending, boolean reached, Optional<RequestOrigin> origin) {
    if (!reached) {
      return catalog.files().remove(pending);
    }
    return change(
        pending,
        pending.abandoned(identity.managerId(), lease()),
        abandoned -> finish(abandoned, origin));
  }

  /**
   * Removes the copies and then the record of an ABANDONED or DELETING file.
   *
   * @param origin the client's request that wants it, where one does
   */
  public CompletionStage<Boolean> finish(FileRecord record, Optional<RequestOrigin> origin) {
    boolean deleting = record.state() == FileState.DELETING;
    return removal
        .removeAll(record, origin)
        .thenCompose(
            removed -> {
              reached(deleting, "delete.unlinked");
              return catalog.files().remove(record);
            })
        .thenApply(
            removed -> {
              reached(deleting, "delete.removed");
              return removed;
            });
  }

  private static void reached(boolean deleting, String point) {
    if (deleting) {
      CrashPoint.reached(point);
    }
  }

  /** A move will not happen: states that first, and then removes what there is of its target. */
  public CompletionStage<Boolean> cancelMove(FileRecord moving) {
    return cancelMove(moving, Optional.empty());
  }

  private CompletionStage<Boolean> cancelMove(FileRecord moving, Optional<RequestOrigin> origin) {
    return change(
        moving,
        moving.moveCancelled(identity.managerId(), lease()),
        cancelled -> tidy(cancelled, origin));
  }

  /** Removes every copy but the home of a LIVE file whose move is over, well or badly. */
  public CompletionStage<Boolean> tidy(FileRecord over) {
    return tidy(over, Optional.empty());
  }

  private CompletionStage<Boolean> tidy(FileRecord over, Optional<RequestOrigin> origin) {
    return CompletableFuture.allOf(
            over.places().stream()
                .filter(place -> !place.equals(over.home()))
                .map(place -> removal.remove(over.fileId(), place, origin).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new))
        .thenCompose(
            removed -> {
              boolean moved = over.previous().isPresent();
              if (moved) {
                CrashPoint.reached("move.deleted");
              }
              return catalog.files().replace(over, over.tidied());
            })
        .thenApply(
            tidied -> {
              if (over.previous().isPresent()) {
                CrashPoint.reached("move.tidied");
              }
              return tidied;
            });
  }

  /** Takes over a record that is not settled, and brings it to rest. */
  CompletionStage<Boolean> settle(FileRecord record) {
    if (record.settled()) {
      return CompletableFuture.completedStage(true);
    }
    return switch (record.state()) {
      case PENDING -> abandon(record, true, Optional.empty());
      case ABANDONED, DELETING ->
          change(record, mine(record), taken -> finish(taken, Optional.empty()));
      case LIVE ->
          record.move().filter(move -> !move.cancelled()).isPresent()
              ? cancelMove(record)
              : change(record, mine(record), this::tidy);
    };
  }

  /** The lease keeps other managers from doing the same meanwhile. */
  private FileRecord mine(FileRecord record) {
    return record.renewed(identity.managerId(), lease());
  }

  private interface Step {
    CompletionStage<Boolean> go(FileRecord record);
  }

  private CompletionStage<Boolean> change(FileRecord record, FileRecord next, Step then) {
    return catalog
        .files()
        .replace(record, next)
        .thenCompose(
            replaced -> replaced ? then.go(next) : CompletableFuture.completedStage(false));
  }
}
