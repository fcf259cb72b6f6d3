package io.github.dfserver.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The one thread that writes. After a failed write or force it never tries again. */
final class JournalWriter implements Runnable {
  private static final System.Logger LOG = System.getLogger(JournalWriter.class.getName());

  private final String name;
  private final GroupCommit commit;
  private final Segments segments;
  private final Executor executor;
  private final CountDownLatch ended = new CountDownLatch(1);

  JournalWriter(String name, GroupCommit commit, Segments segments, Executor executor) {
    this.name = name;
    this.commit = commit;
    this.segments = segments;
    this.executor = executor;
  }

  @Override
  public void run() {
    try (segments) {
      for (Group group = commit.take(); group != null; group = commit.take()) {
        segments.write(group);
        tell(commit.forced());
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(Level.ERROR, "The journal in " + name + " stops for good", e);
      tell(commit.fail(new JournalFailedException("The journal in " + name + " failed: " + e, e)));
    } finally {
      ended.countDown();
    }
  }

  private void tell(Completion completion) {
    try {
      executor.execute(completion);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The executor takes no more; told by the writer thread", e);
      completion.run();
    }
  }

  /** Waits for the writer to end; false when it did not in time. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
