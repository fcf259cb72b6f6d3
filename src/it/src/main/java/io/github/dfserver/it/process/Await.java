package io.github.dfserver.it.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other processes do. */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(25);

  private Await() {}

  /**
   * Returns once the condition holds; a condition that throws a checked exception does not hold
   * yet, an unchecked one ends the waiting.
   *
   * @param what completes the sentence "waited in vain for ..."
   * @throws TimeoutException when it does not hold in time; its cause is what the condition threw
   */
  public static void until(String what, Duration limit, Callable<Boolean> condition)
      throws TimeoutException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Exception last;
    do {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } while (System.nanoTime() < end);
    TimeoutException timeout =
        new TimeoutException("waited in vain for " + what + " (" + limit.toSeconds() + " s)");
    timeout.initCause(last);
    throw timeout;
  }
}
