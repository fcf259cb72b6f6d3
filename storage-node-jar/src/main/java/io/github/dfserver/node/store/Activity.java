package io.github.dfserver.node.store;

import java.util.concurrent.TimeUnit;

/** Whether commands are being served, so that the scrub can step back. Safe for any thread. */
final class Activity {
  private static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private volatile long last = System.nanoTime() - RECENT_NANOS;

  /** A command is being served now. */
  void note() {
    last = System.nanoTime();
  }

  boolean isRecent() {
    return System.nanoTime() - last < RECENT_NANOS;
  }
}
