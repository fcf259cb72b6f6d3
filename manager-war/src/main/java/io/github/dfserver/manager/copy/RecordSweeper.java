package io.github.dfserver.manager.copy;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Move;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finishes what others left half-way, uploads, deletes and moves, once nobody renews their leases.
 */
@ApplicationScoped
public class RecordSweeper {
  private static final Logger LOG = System.getLogger(RecordSweeper.class.getName());
  private static final int AT_A_TIME = 1024;
  private static final Duration PERIOD = Duration.ofSeconds(5);

  /** Longer than any lease. */
  private static final Duration ANY_LEASE = Duration.ofDays(1);

  private final AtomicBoolean sweeping = new AtomicBoolean();

  @Inject private Catalog catalog;
  @Inject private Settlement settlement;
  @Inject private ManagerIdentity identity;
  @Inject private Housekeeping housekeeping;

  /** Sweeps from now on, every few seconds. */
  public void start() {
    housekeeping.every(PERIOD, "sweep unfinished changes", this::sweep);
  }

  private void sweep() {
    if (!sweeping.compareAndSet(false, true)) {
      return;
    }
    catalog
        .files()
        .unsettled(Instant.now(), AT_A_TIME)
        .thenCompose(this::settle)
        .whenComplete(
            (done, failure) -> {
              sweeping.set(false);
              if (failure != null) {
                LOG.log(Level.WARNING, "A sweep of unfinished changes failed: {0}", failure);
              }
            });
  }

  /**
   * Ends the moves that a rebalancer of an earlier term has begun, and tidies what others have
   * moved, however long their leases still run. A file that has just been moved by another manager
   * may be tidied by both, which does no harm.
   *
   * @return completes when that is done, or was done by somebody else
   */
  public CompletionStage<Void> endMovesBefore(long term) {
    return catalog
        .files()
        .unsettled(Instant.now().plus(ANY_LEASE), 10 * AT_A_TIME)
        .thenCompose(
            records -> settle(records.stream().filter(record -> isOlder(record, term)).toList()));
  }

  private boolean isOlder(FileRecord record, long term) {
    boolean moving =
        record.move().filter(move -> move.term() != Move.RESTORE && move.term() < term).isPresent();
    boolean left = record.previous().isPresent() && !record.owner().equals(identity.managerId());
    return record.state() == FileState.LIVE && (moving || left);
  }

  private CompletionStage<Void> settle(List<FileRecord> records) {
    return CompletableFuture.allOf(
        records.stream()
            .map(record -> settlement.settle(record).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }
}
