package io.github.dfserver.manager.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Remembers which addresses have shown wrong passwords, so that nobody can try many: after {@value
 * #MOST} within a minute an address waits until the minute is over. Thread-safe.
 */
final class FailedLogins {
  static final int MOST = 20;
  private static final int REMEMBERED = 10_000;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private record Failures(long began, int count) {}

  /** The longest known is forgotten first. */
  private static final class Bounded extends LinkedHashMap<String, Failures> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
      return size() > REMEMBERED;
    }
  }

  private final Bounded addresses = new Bounded(); // guarded by this
  private final LongSupplier nanoTime;

  /** {@code nanoTime} is such as {@link System#nanoTime}. */
  FailedLogins(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized boolean areTooMany(String address) {
    Failures failures = addresses.get(address);
    return failures != null
        && failures.count >= MOST
        && nanoTime.getAsLong() - failures.began < MINUTE;
  }

  synchronized void add(String address) {
    long now = nanoTime.getAsLong();
    Failures before = addresses.get(address);
    addresses.put(
        address,
        before == null || now - before.began >= MINUTE
            ? new Failures(now, 1)
            : new Failures(before.began, before.count + 1));
  }
}
