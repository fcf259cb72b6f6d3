package io.github.dfserver.client;

import io.github.dfserver.client.error.TransferCancelledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Calls transfers off, from any thread. The call that transfers ends with {@link
 * TransferCancelledException}: at once on Jersey, on other implementations at the latest after the
 * read time-out. An upload that was called off has stored nothing, unless its last byte was sent
 * already.
 */
public final class Cancellation {
  /** Stops listening. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final List<Runnable> actions = new ArrayList<>(); // guarded by this

  /** One that was not called off yet. */
  public Cancellation() {}

  /**
   * Calls off whatever was begun with this, and whatever will be; calling it again does nothing.
   */
  public void cancel() {
    List<Runnable> now;
    synchronized (this) {
      cancelled.countDown();
      now = List.copyOf(actions);
      actions.clear();
    }
    now.forEach(Runnable::run);
  }

  /** Whether it was called off. */
  public boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  void check() {
    if (isCancelled()) {
      throw new TransferCancelledException(null);
    }
  }

  /** Waits; calling off and interrupting end that. */
  void pause(Duration time, Throwable why) {
    try {
      if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TransferCancelledException(why);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransferCancelledException(why);
    }
  }

  /** Runs the action when this is called off, or now if that has happened. */
  Registration onCancel(Runnable action) {
    synchronized (this) {
      if (!isCancelled()) {
        actions.add(action);
        return () -> remove(action);
      }
    }
    action.run();
    return () -> {};
  }

  private synchronized void remove(Runnable action) {
    actions.remove(action);
  }
}
