package io.github.dfserver.node.store;

import io.github.dfserver.journal.CrashPoint;
import io.github.dfserver.node.store.ChangeLog.Change;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.SpanKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Adds and removes copies. The order is: an entry in the journal, forced; the file moved to its
 * place or removed; its metadata; the index. What comes after the force is not forced itself before
 * the next checkpoint, because the journal repeats it. Safe for use by many threads; never used for
 * one copy twice at once.
 */
final class Changes {
  private final Parts parts;
  private final Runnable changed;

  /** {@code changed} is called after each change. */
  Changes(Parts parts, Runnable changed) {
    this.parts = parts;
    this.changed = changed;
  }

  /** Where a copy is before it is added: its bytes, and the checksums of its blocks if any. */
  record Staged(StagingPlace file, Optional<StagingPlace> sums) {}

  private record Addition(
      Copy copy, Staged staged, Place place, ByteBuffer record, Change change) {}

  /**
   * Adds a copy.
   *
   * @param staged where it is; moved or removed, unless the store fails
   * @param content its bytes for the journal, or null when the staged file is forced
   * @param span what the disk does is below it
   */
  CompletableFuture<Void> add(Copy copy, Staged staged, ByteBuffer content, Span span)
      throws IOException, StoreException {
    CrashPoint.reached("node.staged");
    Addition addition = null;
    try {
      addition = write(copy, staged, content);
    } finally {
      if (addition == null) {
        drop(staged);
      }
    }
    Addition written = addition;
    return forced(written.change(), span).thenCompose(done -> apply(written));
  }

  private void drop(Staged staged) throws IOException {
    parts.staging().drop(staged.file());
    if (staged.sums().isPresent()) {
      parts.staging().drop(staged.sums().get());
    }
  }

  private Addition write(Copy copy, Staged staged, ByteBuffer content)
      throws IOException, StoreException {
    Place place = parts.tree().reserve(copy.name());
    Change change = null;
    try {
      ByteBuffer record = new CopyRecord(place, copy).encode();
      change =
          parts
              .log()
              .append(
                  content == null
                      ? addedStaged(record, staged)
                      : JournalEntry.added(record, content));
      return new Addition(copy, staged, place, record, change);
    } finally {
      if (change == null) {
        parts.tree().free(place);
      }
    }
  }

  private ByteBuffer[] addedStaged(ByteBuffer record, Staged staged) {
    return JournalEntry.addedStaged(
        record,
        parts.staging().relative(staged.file()),
        staged.sums().map(parts.staging()::relative).orElse(""));
  }

  /** The wait for the journal, which forces what many wait for together. */
  private CompletableFuture<Void> forced(Change change, Span span) {
    CompletableFuture<Void> forced = forced(change);
    if (!span.isRecording()) {
      return forced;
    }
    Span force = span.child(SpanKind.INTERNAL, "force");
    return forced.whenComplete((done, problem) -> force.end(problem));
  }

  private CompletableFuture<Void> forced(Change change) {
    return change
        .forced()
        .whenComplete(
            (done, problem) -> {
              if (problem != null) {
                parts.health().fail("The journal could not be forced to disk", problem);
              }
            });
  }

  private CompletableFuture<Void> apply(Addition addition) {
    CrashPoint.reached("node.journaled");
    Place place = addition.place();
    try {
      parts.tree().ensure(place.leaf());
      if (addition.staged().sums().isPresent()) {
        parts.tree().placeSums(place, addition.staged().sums().get().path());
      }
      parts.disk().move(addition.staged().file().path(), parts.layout().file(place));
      CrashPoint.reached("node.placed");
      parts.metadata().added(place.leaf(), addition.record());
    } catch (IOException | RuntimeException e) {
      return undo(addition, e);
    }
    parts.staging().release(addition.staged().file());
    addition.staged().sums().ifPresent(parts.staging()::release);
    parts.tree().arrived(place);
    parts.index().add(addition.copy().copyId(), IndexEntry.of(place, addition.copy()));
    parts.log().done(addition.change());
    changed.run();
    return CompletableFuture.completedFuture(null);
  }

  /** The journal says that the copy was added, so it must be told that it was not. */
  private CompletableFuture<Void> undo(Addition addition, Exception problem) {
    try {
      Change removal =
          parts
              .log()
              .append(
                  JournalEntry.removed(
                      addition.copy().copyId(), addition.place(), Optional.empty()));
      return forced(removal).thenCompose(done -> cleanUp(addition, removal, problem));
    } catch (StoreException e) {
      parts.health().fail("A copy that could not be added could not be removed either", e);
      return CompletableFuture.failedFuture(problem);
    }
  }

  private CompletableFuture<Void> cleanUp(Addition addition, Change removal, Exception problem) {
    try {
      drop(addition.staged());
      parts.disk().delete(parts.layout().file(addition.place()));
      parts.tree().removeSums(addition.place());
      parts.tree().free(addition.place());
      parts.log().done(removal);
      parts.log().done(addition.change());
    } catch (IOException | RuntimeException e) {
      parts.health().fail("A copy that could not be added could not be removed either", e);
    }
    return CompletableFuture.failedFuture(problem);
  }

  /** Removes a copy; with a tombstone it is remembered that the file is deleted, in one entry. */
  CompletableFuture<Void> remove(
      UUID copyId, IndexEntry entry, Optional<TombstoneRecord> tombstone, Span span)
      throws StoreException {
    Change change = parts.log().append(JournalEntry.removed(copyId, entry.place(), tombstone));
    return forced(change, span)
        .thenCompose(
            done -> {
              Span unlink = span.child(SpanKind.INTERNAL, "unlink");
              return applyRemoval(copyId, entry, tombstone, change)
                  .whenComplete((gone, problem) -> unlink.end(problem));
            });
  }

  private CompletableFuture<Void> applyRemoval(
      UUID copyId, IndexEntry entry, Optional<TombstoneRecord> tombstone, Change change) {
    CrashPoint.reached("node.unlinking");
    tombstone.ifPresent(parts.tombstones()::add);
    try {
      parts.index().remove(copyId, entry);
      parts.unwell().removed(copyId);
      parts.disk().delete(parts.layout().file(entry.place()));
      CrashPoint.reached("node.unlinked");
      if (BlockSums.areKept(entry.size())) {
        parts.tree().removeSums(entry.place());
      }
      parts.metadata().removed(entry.place());
      parts.tree().free(entry.place());
    } catch (IOException | RuntimeException e) {
      parts.health().fail("A copy could not be removed", e);
      return CompletableFuture.failedFuture(e);
    }
    parts.log().done(change);
    changed.run();
    return CompletableFuture.completedFuture(null);
  }
}
