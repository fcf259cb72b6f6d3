package io.github.dfserver.manager.transfer;

import java.time.Duration;
import java.util.Optional;

/**
 * How long bytes may take. Immutable.
 *
 * @param limit a pause that is longer is a stall ({@code dfs.transfer-timeout})
 * @param leastRate bytes a second that a client has to move in each such time ({@code
 *     dfs.min-transfer-rate}), 0 for no such rule
 */
record StallRule(Duration limit, int leastRate) {
  /** Watches something from now on. */
  Judge judge(Progress progress, long now) {
    return new Judge(progress, now);
  }

  /** Looks at one transfer again and again. Used by one thread at a time. */
  final class Judge {
    private final Progress progress;
    private long windowBegan;
    private long movedBefore;

    private Judge(Progress progress, long now) {
      this.progress = progress;
      this.windowBegan = now;
    }

    /** What to cut it for, if anything; {@code now} is in {@link System#nanoTime}. */
    Optional<StalledException> look(long now) {
      if (now - progress.lastProgress() > limit.toNanos()) {
        return Optional.of(StalledException.silent(limit, progress.waitsForSource()));
      }
      if (now - windowBegan < limit.toNanos()) {
        return Optional.empty();
      }
      long moved = progress.moved();
      double seconds = (now - windowBegan) / 1e9;
      long came = moved - movedBefore;
      boolean slow = came > 0 && came < leastRate * seconds && progress.waitsForClient();
      windowBegan = now;
      movedBefore = moved;
      return slow
          ? Optional.of(StalledException.slow(leastRate, progress.waitsForSource()))
          : Optional.empty();
    }
  }
}
