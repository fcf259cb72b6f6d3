package io.github.dfserver.manager.balance;

import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes moves may carry: a rate, with what one second allows saved up at most.
 * Thread-safe.
 */
final class Bandwidth {
  private final long rate;
  private final List<Runnable> waiting = new ArrayList<>();
  private long budget;
  private long filled = System.nanoTime();

  /** Bytes a second; 0 when there is no limit. */
  Bandwidth(long rate) {
    this.rate = rate;
    this.budget = rate;
  }

  /** Whether a further move may begin. */
  synchronized boolean available() {
    return rate == 0 || budget > 0;
  }

  /** Counts bytes that went at once; later ones wait for them. */
  synchronized void spend(long bytes) {
    budget -= rate == 0 ? 0 : bytes;
  }

  /**
   * Takes leave to carry some bytes.
   *
   * @param most how many are wanted, at least 1
   * @param whenMore run once, after {@link #fill}, when none may go now
   * @return how many may go; 0 when none may
   */
  synchronized int take(int most, Runnable whenMore) {
    if (rate == 0) {
      return most;
    }
    int leave = (int) Math.min(most, Math.max(0, budget));
    budget -= leave;
    if (leave == 0) {
      waiting.add(whenMore);
    }
    return leave;
  }

  /** Has something run after a later {@link #fill}: what that returned could not be run now. */
  synchronized void later(Runnable whenMore) {
    waiting.add(whenMore);
  }

  /** Gives back what was taken and not used. */
  synchronized void giveBack(int bytes) {
    budget += rate == 0 ? 0 : bytes;
  }

  /** Lets time count; to be called every now and then. What it returns is to be run. */
  synchronized List<Runnable> fill() {
    long now = System.nanoTime();
    double seconds = Math.min(1.0, (now - filled) / 1e9);
    filled = now;
    budget = Math.min(rate, budget + (long) (seconds * rate));
    if (budget <= 0) {
      return List.of();
    }
    List<Runnable> awake = List.copyOf(waiting);
    waiting.clear();
    return awake;
  }
}
