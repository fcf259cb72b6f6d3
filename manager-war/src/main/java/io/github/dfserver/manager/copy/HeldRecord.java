package io.github.dfserver.manager.copy;

import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A record that this manager has under way, and whose lease it renews until it lets it go. Changes
 * of it are chained, so that none meets an older one. Thread-safe; nothing here blocks.
 */
public final class HeldRecord {
  private final FileCatalog files;
  private final Runnable ended;
  private CompletionStage<FileRecord> record; // guarded by this
  private boolean released; // guarded by this

  HeldRecord(FileCatalog files, FileRecord written, Runnable ended) {
    this.files = files;
    this.ended = ended;
    this.record = CompletableFuture.completedStage(written);
  }

  /** The record as last written. */
  public synchronized CompletionStage<FileRecord> current() {
    return record;
  }

  /**
   * Renews the lease no more. To be called in any case; safe to repeat.
   *
   * @return the record as it stays from now on, until somebody changes it
   */
  public CompletionStage<FileRecord> release() {
    ended.run();
    synchronized (this) {
      released = true;
      return record;
    }
  }

  /** When somebody else has changed the record, it stays as it was last written here. */
  synchronized void renew(UUID manager, Instant until) {
    if (!released) {
      record =
          record.thenCompose(
              last -> {
                FileRecord next = last.renewed(manager, until);
                return files
                    .replace(last, next)
                    .handle((done, failure) -> failure == null && done ? next : last);
              });
    }
  }
}
