package io.github.dfserver.manager.balance;

import java.util.OptionalLong;

/** How fast files move: an average over the last ten seconds or so. Thread-safe. */
final class MoveRate {
  private static final double MEMORY_SECONDS = 10;

  private double perSecond;
  private boolean known;
  private long done;
  private long looked = System.nanoTime();

  /** A file has moved. */
  synchronized void moved() {
    done++;
  }

  /** Time has passed; to be called every now and then. */
  synchronized void look() {
    long now = System.nanoTime();
    double seconds = (now - looked) / 1e9;
    looked = now;
    if (seconds <= 0) {
      return;
    }
    double weight = known ? Math.min(1, seconds / MEMORY_SECONDS) : 1;
    perSecond += (done / seconds - perSecond) * weight;
    known |= done > 0;
    done = 0;
  }

  /** Nothing is to be moved any more: what comes next has a rate of its own. */
  synchronized void rest() {
    known = false;
    perSecond = 0;
  }

  /** Seconds that so many files take; empty while the rate is not known. */
  synchronized OptionalLong secondsFor(long files) {
    if (files == 0) {
      return OptionalLong.of(0);
    }
    return known && perSecond > 0.001
        ? OptionalLong.of((long) Math.ceil(files / perSecond))
        : OptionalLong.empty();
  }
}
