package io.github.dfserver.manager.file;

import io.github.dfserver.journal.CrashPoint;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.node.NodeChannel;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Removes copies that must not be: of uploads that failed, of deletes that were cut short. A copy
 * is removed only on a durable statement, ABANDONED or DELETING, and its record only after the node
 * has said that the copy is gone; so whatever stops this, the next sweep goes on.
 */
@ApplicationScoped
public class AbandonedCopies {
  private static final Logger LOG = System.getLogger(AbandonedCopies.class.getName());
  private static final int PAGE = 10_000;
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final AtomicBoolean sweeping = new AtomicBoolean();

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;
  @Inject private Housekeeping housekeeping;

  /** Sweeps from now on: every few seconds, and when a node comes online. */
  public void start() {
    housekeeping.every(PERIOD, "sweep abandoned copies", this::sweep);
    registry.onArrival(node -> housekeeping.after(Duration.ZERO, "sweep " + node, this::sweep));
  }

  /**
   * Gives up an upload.
   *
   * @param pending its PENDING record
   * @param reached whether its node may have bytes of it
   * @return whether nothing is left of it, the name is free again; exceptionally when the catalogue
   *     failed, and then the sweeper settles it
   */
  CompletionStage<Boolean> abandon(FileRecord pending, boolean reached) {
    if (!reached) {
      return catalog.files().remove(pending);
    }
    FileRecord abandoned = pending.abandoned(identity.managerId(), Instant.now());
    return catalog
        .files()
        .replace(pending, abandoned)
        .thenCompose(
            replaced -> replaced ? remove(abandoned) : CompletableFuture.completedStage(false));
  }

  /**
   * Removes the copy and then the record of an ABANDONED or DELETING file.
   *
   * @return whether both are gone; false while the node is away
   */
  CompletionStage<Boolean> remove(FileRecord record) {
    Optional<NodeLink> channel = registry.channel(record.node());
    if (channel.isEmpty()) {
      return CompletableFuture.completedStage(false);
    }
    return channel
        .get()
        .ask(Deleted.class, id -> new DeleteFile(id, record.copyId(), false))
        .thenCompose(
            deleted -> {
              CrashPoint.reached("delete.unlinked");
              return catalog.files().remove(record);
            })
        .thenApply(
            removed -> {
              CrashPoint.reached("delete.removed");
              return removed;
            })
        .exceptionally(
            failure -> {
              LOG.log(
                  Level.DEBUG,
                  "A copy of {0} on node {1} could not be removed yet: {2}",
                  record.name(),
                  record.node(),
                  failure);
              return false;
            });
  }

  private void sweep() {
    if (!sweeping.compareAndSet(false, true)) {
      return;
    }
    catalog
        .files()
        .unsettled(Instant.now(), PAGE)
        .thenCompose(this::settle)
        .whenComplete(
            (done, failure) -> {
              sweeping.set(false);
              if (failure != null) {
                LOG.log(Level.WARNING, "A sweep of abandoned copies failed: {0}", failure);
              }
            });
  }

  private CompletionStage<Void> settle(List<FileRecord> records) {
    return CompletableFuture.allOf(
        records.stream()
            .filter(record -> registry.channel(record.node()).isPresent())
            .limit(NodeChannel.MAX_IN_FLIGHT / 4)
            .map(record -> settle(record).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  private CompletionStage<Boolean> settle(FileRecord record) {
    if (record.state() == FileState.PENDING) {
      return abandon(record, true);
    }
    // The lease keeps other managers from doing the same meanwhile.
    FileRecord mine =
        record.renewed(identity.managerId(), Instant.now().plus(configuration.lease()));
    return catalog
        .files()
        .replace(record, mine)
        .thenCompose(replaced -> replaced ? remove(mine) : CompletableFuture.completedStage(false))
        .thenCompose(gone -> gone ? CompletableFuture.completedStage(true) : release(mine));
  }

  /**
   * Leaves a record to the next sweep.
   *
   * @return false
   */
  CompletionStage<Boolean> release(FileRecord mine) {
    return catalog
        .files()
        .replace(mine, mine.renewed(identity.managerId(), Instant.now()))
        .thenApply(released -> false);
  }
}
