package io.github.dfserver.client;

import java.time.Duration;

/** Policies that lose no time. */
final class TestRetries {
  static final RetryPolicy QUICK = new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(20));

  private TestRetries() {}
}
