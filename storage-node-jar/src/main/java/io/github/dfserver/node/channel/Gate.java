package io.github.dfserver.node.channel;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Holds tasks back, in their order, until it is opened. Safe for any thread. */
final class Gate {
  private final Queue<Runnable> held = new ArrayDeque<>(); // guarded by this
  private volatile boolean open;

  /** An executor that hands to {@code next} what may pass. */
  Executor before(Executor next) {
    return task -> pass(() -> next.execute(task));
  }

  private void pass(Runnable handing) {
    if (!open) {
      synchronized (this) {
        if (!open) {
          held.add(handing);
          return;
        }
      }
    }
    handing.run();
  }

  /** Lets pass what was held back and what will come. */
  synchronized void open() {
    for (Runnable next = held.poll(); next != null; next = held.poll()) {
      next.run();
    }
    open = true;
  }
}
