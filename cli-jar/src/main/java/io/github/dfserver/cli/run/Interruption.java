package io.github.dfserver.cli.run;

import io.github.dfserver.client.Cancellation;
import io.github.dfserver.client.error.TransferCancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: transfers under way are called off, and the program has a moment to remove
 * what they left. For any number of threads.
 */
public final class Interruption {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch happened = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean untidy;

  /** One that has not happened. */
  public Interruption() {}

  /** One that happens when the process is told to end. */
  public static Interruption ofProcess() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::stop, "interruption"));
    return interruption;
  }

  /** Calls everything off; waits, with a limit, for the end of what has to tidy up. */
  void stop() {
    happened.countDown();
    cancellation.cancel();
    try {
      if (untidy && !ended.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("dfs: something did not end in time; look for files *.part");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on there is something to tidy up. */
  public void untidy() {
    untidy = true;
  }

  /** The command has ended, whatever became of it. */
  public void end() {
    ended.countDown();
  }

  /** For transfers. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** Whether it has happened. */
  public boolean happened() {
    return happened.getCount() == 0;
  }

  /** Throws when it has happened. */
  public void check() {
    if (happened()) {
      throw new TransferCancelledException(null);
    }
  }

  /** Waits so long; throws when it happens meanwhile. */
  public void pause(Duration time) {
    try {
      if (happened.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TransferCancelledException(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransferCancelledException(e);
    }
  }
}
