package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.journal.Journal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings the older layer into the state file from time to time, together with the position of the
 * journal that it reaches to, so that the journal before it can go. On a thread of its own; changes
 * and look-ups go on meanwhile.
 */
final class Checkpoints implements Runnable {
  private static final Logger LOG = System.getLogger(Checkpoints.class.getName());
  private static final long LOOK_MILLIS = 2;
  private static final long STOP_SECONDS = 120;

  private final State state;
  private final CheckpointMark mark;
  private final Ledger ledger;
  private final Journal journal;
  private final long intervalNanos;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean broken;

  Checkpoints(
      State state, CheckpointMark mark, Ledger ledger, Journal journal, long intervalNanos) {
    this.state = state;
    this.mark = mark;
    this.ledger = ledger;
    this.journal = journal;
    this.intervalNanos = intervalNanos;
  }

  @Override
  public void run() {
    try {
      while (ledger.awaitDue(intervalNanos)) {
        checkpoint();
      }
      checkpoint();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.log(Level.WARNING, "The catalogue's checkpoints were interrupted; its journal remains");
      breakOff();
    } catch (IOException | RuntimeException e) {
      // Nothing is lost: the journal keeps everything from here on.
      LOG.log(Level.ERROR, "The catalogue's state file cannot be written any more", e);
      breakOff();
    } finally {
      stopped.countDown();
    }
  }

  private void breakOff() {
    broken = true;
    ledger.breakOff(
        "The catalogue's state file cannot be written; see to its disk, restart the manager");
  }

  private void checkpoint() throws IOException, InterruptedException {
    Ledger.Fold fold = ledger.beginFold();
    if (fold.position() == state.position()) {
      ledger.endFold();
      return;
    }
    awaitForced(fold.position());
    state.fold(fold);
    mark.write(fold.position());
    ledger.endFold();
    journal.release(fold.position());
  }

  /**
   * What is not forced must not reach the state file: a crash could keep it there and lose it in
   * the journal. Looks, rather than being told, because those who tell may be waiting for room.
   */
  private void awaitForced(long position) throws IOException, InterruptedException {
    while (journal.forcedPosition() < position) {
      if (journal.failed()) {
        throw new IOException("the journal has failed");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /**
   * Makes a last checkpoint and ends the thread.
   *
   * @return whether the state file has everything
   */
  boolean stop() {
    ledger.stop();
    try {
      return stopped.await(STOP_SECONDS, TimeUnit.SECONDS) && !broken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
