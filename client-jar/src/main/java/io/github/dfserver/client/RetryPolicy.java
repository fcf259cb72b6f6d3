package io.github.dfserver.client;

import java.time.Duration;

/**
 * How often, and after how long, something is tried again that is safe to try again. Pauses double
 * from the first to the longest, each shortened at random by up to half so that clients do not come
 * back all at once; a manager that asks for more with {@code Retry-After} gets it, up to the
 * longest.
 *
 * @param attempts how many in all, at least 1; a download counts anew whenever bytes have come
 * @param firstPause after the first failure, more than 0
 * @param longestPause at least {@code firstPause}
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
  /** Eight attempts, over half a minute. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(8, Duration.ofMillis(250), Duration.ofSeconds(15));

  /** One attempt only. */
  public static final RetryPolicy NONE =
      new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1));

  /** Checks the bounds. */
  public RetryPolicy {
    if (attempts < 1
        || firstPause.isNegative()
        || firstPause.isZero()
        || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "At least one attempt, and pauses of more than 0 that do not shrink.");
    }
  }

  /** The same with another number of attempts. */
  public RetryPolicy withAttempts(int number) {
    return new RetryPolicy(number, firstPause, longestPause);
  }

  /** The pause after this many failures, before chance shortens it. */
  Duration pauseAfter(int failures) {
    Duration pause = firstPause;
    for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
