package io.github.dfserver.tracing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the spans that did not get to the collector, and says so once a minute. Thread-safe. */
final class LostSpans {
  private static final Logger LOG = System.getLogger(LostSpans.class.getName());
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong lastSaid = new AtomicLong(System.nanoTime() - PERIOD_NANOS);

  /**
   * So many are lost.
   *
   * @param reason in words
   * @return whether that was said
   */
  boolean add(long count, String reason) {
    long total = lost.addAndGet(count);
    long last = lastSaid.get();
    long now = System.nanoTime();
    boolean say = now - last >= PERIOD_NANOS && lastSaid.compareAndSet(last, now);
    if (say) {
      LOG.log(Level.WARNING, "Spans of traces were lost, {0} so far: {1}", total, reason);
    }
    return say;
  }

  /** How many, since the start. */
  long count() {
    return lost.get();
  }
}
