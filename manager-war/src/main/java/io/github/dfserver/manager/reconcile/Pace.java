package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.ManagerCatalog;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.work.Await;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * What a pass does between two pages: it sees whether it may go on, and rests for as long as the
 * page took, so that it takes half of what clients leave at most. One manager at a time has a
 * node's passes.
 */
final class Pace implements Runnable {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration RENEWAL = Duration.ofSeconds(20);
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);

  /** Ends a pass; the message says why. */
  static final class GivenUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GivenUpException(String message) {
      super(message, null, false, false);
    }
  }

  private final ManagerCatalog managers;
  private final UUID manager;
  private final NodeInventory node;
  private long renewed;
  private long pageBegan;

  /** A pass of this manager over a node. */
  Pace(ManagerCatalog managers, UUID manager, NodeInventory node) {
    this.managers = managers;
    this.manager = manager;
    this.node = node;
  }

  /** Whether no other manager is doing the same; then the pass may begin. */
  boolean begin() {
    renewed = System.nanoTime();
    pageBegan = renewed;
    return acquire(LEASE);
  }

  @Override
  public void run() {
    if (node.gone()) {
      throw new GivenUpException("the node went away");
    }
    long now = System.nanoTime();
    if (now - renewed > RENEWAL.toNanos()) {
      renewed = now;
      if (!acquire(LEASE)) {
        throw new GivenUpException("another manager does it");
      }
    }
    LockSupport.parkNanos(Math.min(now - pageBegan, LONGEST_REST.toNanos()));
    pageBegan = System.nanoTime();
  }

  /** The pass is over. */
  void end() {
    acquire(Duration.ofMillis(1));
  }

  private boolean acquire(Duration duration) {
    return Await.result(managers.acquire("reconcile/" + node.node(), manager, duration))
        .isPresent();
  }
}
