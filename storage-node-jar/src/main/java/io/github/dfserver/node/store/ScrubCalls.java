package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.ScrubReport;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** What other threads want of the scrub's thread. Safe for any thread; only that one waits. */
final class ScrubCalls {
  private static final int MOST_ASKED = 1024;
  private static final StoreListener NOBODY =
      new StoreListener() {
        @Override
        public void found(Finding finding) {}

        @Override
        public void scrubbed(ScrubReport report) {}
      };

  private final Set<UUID> asked = new LinkedHashSet<>(); // guarded by this
  private boolean demanded; // guarded by this
  private boolean called; // guarded by this
  private boolean stopped; // guarded by this
  private volatile StoreListener listener = NOBODY;

  void listen(StoreListener to) {
    listener = to;
  }

  StoreListener listener() {
    return listener;
  }

  /** Begins a pass at full speed. */
  synchronized void demand() {
    demanded = true;
    call();
  }

  /** Has one copy checked soon. */
  synchronized void ask(UUID copyId) {
    if (asked.size() < MOST_ASKED && asked.add(copyId)) {
      call();
    }
  }

  /** There is something to do. */
  synchronized void call() {
    called = true;
    notifyAll();
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  synchronized boolean isDemanded() {
    return demanded;
  }

  synchronized boolean isCalled() {
    return called;
  }

  synchronized boolean takeDemand() {
    boolean taken = demanded;
    demanded = false;
    return taken;
  }

  /** The next copy to check; null when there is none. */
  synchronized UUID takeAsked() {
    called = false;
    if (asked.isEmpty()) {
      return null;
    }
    UUID first = asked.iterator().next();
    asked.remove(first);
    return first;
  }

  /** Waits until something is called for, so long at most. */
  synchronized void await(long nanos) {
    long end = System.nanoTime() + nanos;
    try {
      for (long left = nanos; left > 0 && !called && !stopped; left = end - System.nanoTime()) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }
}
