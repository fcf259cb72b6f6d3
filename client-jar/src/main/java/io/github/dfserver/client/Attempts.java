package io.github.dfserver.client;

import io.github.dfserver.client.error.DfsException;
import io.github.dfserver.client.error.ProblemException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Counts the attempts at one thing, and pauses between them; for one thread. */
final class Attempts {
  private final RetryPolicy policy;
  private final Cancellation cancellation;
  private int failures;

  Attempts(RetryPolicy policy, Cancellation cancellation) {
    this.policy = policy;
    this.cancellation = cancellation;
  }

  /** Whether an attempt has failed since the beginning, or since there was progress. */
  boolean again() {
    return failures > 0;
  }

  /** What comes next is counted from the beginning. */
  void progressed() {
    failures = 0;
  }

  /** Pauses, or throws what has happened where there is no attempt left. */
  void failed(DfsException why) {
    failures++;
    if (failures >= policy.attempts()) {
      throw why;
    }
    cancellation.pause(pause(why), why);
  }

  private Duration pause(DfsException why) {
    Duration own = policy.pauseAfter(failures);
    Duration shortened =
        Duration.ofNanos((long) (own.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1)));
    Duration asked =
        why instanceof ProblemException answer && answer.problem().retryAfter() != null
            ? answer.problem().retryAfter()
            : Duration.ZERO;
    Duration longer = asked.compareTo(shortened) > 0 ? asked : shortened;
    return longer.compareTo(policy.longestPause()) < 0 ? longer : policy.longestPause();
  }
}
