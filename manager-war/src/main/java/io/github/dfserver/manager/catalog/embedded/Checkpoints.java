package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.journal.Journal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Brings the state to disk from time to time, together with the position of the journal that it has
 * reached, so that the journal before it can go. On a thread of its own.
 */
final class Checkpoints implements Runnable {
  private static final Logger LOG = System.getLogger(Checkpoints.class.getName());
  private static final String POSITION = "position";
  private static final long LOOK_MILLIS = 250;
  private static final long FORCE_SECONDS = 60;
  private static final int FILL_PERCENT = 50;
  private static final int COMPACT_BYTES = 8 << 20;

  private final MVStore store;
  private final MVMap<String, String> meta;
  private final Changes changes;
  private final EmbeddedOptions options;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long last = System.nanoTime();

  Checkpoints(MVStore store, MVMap<String, String> meta, Changes changes, EmbeddedOptions options) {
    this.store = store;
    this.meta = meta;
    this.changes = changes;
    this.options = options;
  }

  /** Where the journal has to be replayed from. */
  static long position(MVMap<String, String> meta) {
    return Long.parseLong(meta.getOrDefault(POSITION, "0"));
  }

  @Override
  public void run() {
    try {
      while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (due()) {
          checkpoint();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | MVStoreException e) {
      // The journal keeps everything from here on, so nothing is lost; it only grows.
      LOG.log(Level.ERROR, "The catalogue's state cannot be written; see to its disk", e);
    } finally {
      stopped.countDown();
    }
  }

  private boolean due() {
    Journal journal = changes.journal();
    long retained = journal.appendedPosition() - position(meta);
    return !journal.failed()
        && (retained >= options.checkpointBytes()
            || (retained > 0 && System.nanoTime() - last > options.checkpointInterval().toNanos()));
  }

  /** Changes wait meanwhile; the state must not be ahead of what the journal has for good. */
  private void checkpoint() throws IOException, InterruptedException {
    Journal journal = changes.journal();
    // What is pending is forced before the lock is taken, so that there is little to wait for then.
    force(journal, journal.appendedPosition());
    long position;
    changes.lock().lock();
    try {
      position = journal.appendedPosition();
      force(journal, position);
      meta.put(POSITION, Long.toString(position));
      store.commit();
      if (store.getFileStore().getFillRate() < FILL_PERCENT) {
        store.compact(FILL_PERCENT, COMPACT_BYTES);
      }
    } finally {
      changes.lock().unlock();
    }
    store.sync();
    journal.release(position);
    last = System.nanoTime();
  }

  private static void force(Journal journal, long position)
      throws IOException, InterruptedException {
    try {
      journal.whenForced(position).get(FORCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the journal could not be forced", e);
    }
  }

  /** Stops the thread, and makes a last checkpoint unless the journal has failed. */
  void close() throws IOException {
    stop.countDown();
    try {
      if (stopped.await(FORCE_SECONDS, TimeUnit.SECONDS) && !changes.journal().failed()) {
        checkpoint();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
