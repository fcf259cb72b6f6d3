package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.Lease;
import io.github.dfserver.manager.catalog.ManagerCatalog;
import io.github.dfserver.manager.catalog.ManagerRecord;
import io.github.dfserver.manager.catalog.NameKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The managers of an embedded catalogue. The lock of its directory lets in one at a time, so who is
 * up and who holds what is kept in memory; only the terms of leases are durable, since they must
 * never be used again. Thread-safe.
 */
final class EmbeddedManagers implements ManagerCatalog {
  private record Announced(ManagerRecord manager, long until) {}

  private record Held(UUID holder, long until) {}

  private final Ledger ledger;
  private final Map<UUID, Announced> announced = new ConcurrentHashMap<>();
  private final Map<String, Held> leases = new HashMap<>();

  EmbeddedManagers(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public CompletionStage<Void> announce(ManagerRecord manager, Duration duration) {
    dropEnded();
    announced.put(manager.id(), new Announced(manager, System.nanoTime() + duration.toNanos()));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> leave(UUID manager) {
    announced.remove(manager);
    synchronized (leases) {
      leases.values().removeIf(held -> held.holder().equals(manager));
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<List<ManagerRecord>> present() {
    dropEnded();
    return CompletableFuture.completedFuture(
        announced.values().stream().map(Announced::manager).toList());
  }

  private void dropEnded() {
    long now = System.nanoTime();
    announced.values().removeIf(one -> one.until() - now <= 0);
  }

  @Override
  public CompletionStage<Optional<Lease>> acquire(String name, UUID holder, Duration duration) {
    byte[] key = NameKey.of(name);
    try {
      synchronized (leases) {
        long now = System.nanoTime();
        Held held = leases.get(name);
        boolean goesOn = held != null && held.until() - now > 0;
        if (goesOn && !held.holder().equals(holder)) {
          return CompletableFuture.completedFuture(Optional.empty());
        }
        Change last = ledger.find(Table.LEASES, key);
        long term = last.value() == null ? 0 : ByteBuffer.wrap(last.value()).getLong();
        CompletionStage<Optional<Lease>> answer =
            goesOn
                ? ledger.settled(last.position(), Optional.of(new Lease(holder, term)))
                : begin(key, new Lease(holder, term + 1));
        if (!answer.toCompletableFuture().isCompletedExceptionally()) {
          leases.put(name, new Held(holder, now + duration.toNanos()));
        }
        return answer;
      }
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<Optional<Lease>> begin(byte[] key, Lease lease) {
    byte[] term = ByteBuffer.allocate(Long.BYTES).putLong(lease.term()).array();
    return ledger.change(
        Table.LEASES, key, term, any -> true, Optional.of(lease), any -> Optional.empty());
  }
}
