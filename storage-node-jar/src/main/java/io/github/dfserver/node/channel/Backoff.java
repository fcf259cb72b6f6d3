package io.github.dfserver.node.channel;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long each time, up to five seconds, each time
 * shortened by up to half at random so that many nodes do not come at once. Not thread-safe.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofSeconds(5);

  private final DoubleSupplier random;
  private Duration next = FIRST;

  /**
   * Begins with the shortest wait.
   *
   * @param random gives numbers from 0 to 1
   */
  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  Duration next() {
    Duration longest = next;
    next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    return Duration.ofNanos((long) (longest.toNanos() * (1 - random.getAsDouble() / 2)));
  }

  void reset() {
    next = FIRST;
  }
}
