package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.Lease;
import io.github.dfserver.manager.copy.RecordSweeper;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to move files, which one manager has at a time. It is trusted for less time than the
 * catalogue grants it, by this process's own monotonic clock and from before it was asked for; so a
 * manager that slept knows that it has lost it. Thread-safe; nothing here blocks.
 */
@ApplicationScoped
public class RebalancerLease {
  private static final Logger LOG = System.getLogger(RebalancerLease.class.getName());
  private static final String NAME = "rebalancer";
  private static final Duration GRANTED = Duration.ofSeconds(15);
  private static final Duration TRUSTED = Duration.ofSeconds(10);
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Held held = new Held(0, System.nanoTime());

  /** A term, 0 for none, and when it is trusted no more. */
  private record Held(long term, long until) {}

  @Inject private Catalog catalog;
  @Inject private RecordSweeper records;
  @Inject private ManagerIdentity identity;
  @Inject private Housekeeping housekeeping;

  /** Asks for the lease from now on, again and again. */
  void start() {
    housekeeping.every(PERIOD, "hold the rebalancer's lease", this::ask);
    housekeeping.after(Duration.ZERO, "take the rebalancer's lease", this::ask);
  }

  /** The term in which this manager may move files now; empty when it may not. */
  OptionalLong term() {
    Held now = held;
    return now.term > 0 && now.until - System.nanoTime() > 0
        ? OptionalLong.of(now.term)
        : OptionalLong.empty();
  }

  /** Whether what began in this term may go on. */
  boolean holds(long term) {
    OptionalLong now = term();
    return now.isPresent() && now.getAsLong() == term;
  }

  private void ask() {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    long until = System.nanoTime() + TRUSTED.toNanos();
    catalog
        .managers()
        .acquire(NAME, identity.managerId(), GRANTED)
        .thenCompose(lease -> take(lease, until))
        .whenComplete(
            (taken, failure) -> {
              asking.set(false);
              if (failure != null) {
                LOG.log(Level.WARNING, "The right to move files is not known: {0}", failure);
              }
            });
  }

  private CompletionStage<Void> take(Optional<Lease> lease, long until) {
    long term = lease.map(Lease::term).orElse(0L);
    if (term == 0 || term == held.term) {
      held = new Held(term, until);
      return CompletableFuture.completedStage(null);
    }
    held = new Held(0, until);
    return records
        .endMovesBefore(term)
        .thenAccept(
            ended -> {
              held = new Held(term, until);
              LOG.log(Level.INFO, "This manager moves files from now on (term {0})", term);
            });
  }
}
