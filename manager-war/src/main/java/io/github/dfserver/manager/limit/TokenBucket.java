package io.github.dfserver.manager.limit;

/**
 * Gives so many tokens a second, and as many at once as two seconds bring. Thread-safe; its lock is
 * held for a few additions.
 */
final class TokenBucket {
  private static final int BURST_SECONDS = 2;

  private final int rate;
  private double tokens;
  private long filled;

  /**
   * A full one.
   *
   * @param rate tokens a second, 1 or more
   * @param now in {@link System#nanoTime}
   */
  TokenBucket(int rate, long now) {
    this.rate = rate;
    this.tokens = (double) rate * BURST_SECONDS;
    this.filled = now;
  }

  /** Takes a token, if there is one. */
  synchronized boolean take(long now) {
    fill(now);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Whether it is as it was at first. */
  synchronized boolean isFull(long now) {
    fill(now);
    return tokens >= (double) rate * BURST_SECONDS;
  }

  private void fill(long now) {
    double came = Math.max(0, now - filled) / 1e9 * rate;
    tokens = Math.min((double) rate * BURST_SECONDS, tokens + came);
    filled = Math.max(filled, now);
  }
}
