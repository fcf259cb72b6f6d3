package io.github.dfserver.node.channel;

import io.github.dfserver.node.store.StoreException;
import io.github.dfserver.protocol.FailureCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Whether the node takes new copies, for all managers; it does when it is started. Knows what is
 * being stored, so that a manager can be told when the last of it has ended. Safe for any thread.
 */
public final class Intake {
  private final IntSupplier staged;
  private final Duration longestWait;
  private final List<CompletableFuture<State>> waiting = new ArrayList<>(); // guarded by this
  private int storing; // guarded by this
  private long order; // guarded by this
  private boolean open = true; // guarded by this

  /**
   * What a manager is told.
   *
   * @param open whether new copies are taken
   * @param staged copies that are staged and not committed
   */
  record State(boolean open, int staged) {}

  /**
   * Open, by order 0.
   *
   * @param staged how many copies are staged and not committed; asked under a lock
   * @param longestWait how long a manager is let wait for what is being stored
   */
  public Intake(IntSupplier staged, Duration longestWait) {
    this.staged = staged;
    this.longestWait = longestWait;
  }

  /** Whether new copies are taken. */
  public synchronized boolean isOpen() {
    return open;
  }

  /** Something new is to be stored; {@link #end} follows if it may. */
  synchronized boolean begin() {
    if (open) {
      storing++;
    }
    return open;
  }

  /** Something that is staged is to be stored, which is always let; {@link #end} follows. */
  synchronized void beginCommit() {
    storing++;
  }

  /** What had begun has ended, well or not. */
  void end() {
    List<CompletableFuture<State>> settled;
    State state;
    synchronized (this) {
      storing--;
      if (storing > 0 || waiting.isEmpty()) {
        return;
      }
      settled = takeWaiting();
      state = state();
    }
    settled.forEach(one -> one.complete(state));
  }

  /**
   * Opens or closes it, unless a higher order has come before. Takes effect at once.
   *
   * @return completes with what is in force then, if that is closed once nothing is being stored
   *     any more; fails with {@code BUSY} when that takes too long, the intake being closed
   *     nevertheless
   */
  CompletableFuture<State> set(long newOrder, boolean newOpen) {
    List<CompletableFuture<State>> settled = new ArrayList<>();
    CompletableFuture<State> set = new CompletableFuture<>();
    State state;
    synchronized (this) {
      if (newOrder >= order) {
        order = newOrder;
        open = newOpen;
      }
      waiting.add(set);
      if (open || storing == 0) {
        settled = takeWaiting();
      }
      state = state();
    }
    settled.forEach(one -> one.complete(state));
    return set.isDone() ? set : limited(set);
  }

  private List<CompletableFuture<State>> takeWaiting() {
    List<CompletableFuture<State>> taken = new ArrayList<>(waiting);
    waiting.clear();
    return taken;
  }

  private State state() {
    return new State(open, staged.getAsInt());
  }

  private CompletableFuture<State> limited(CompletableFuture<State> set) {
    return set.orTimeout(longestWait.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(late -> CompletableFuture.failedFuture(givenUp(set)));
  }

  private synchronized StoreException givenUp(CompletableFuture<State> set) {
    waiting.removeIf(one -> one == set);
    return new StoreException(
        FailureCode.BUSY, "the intake is closed, and files are still being stored");
  }
}
