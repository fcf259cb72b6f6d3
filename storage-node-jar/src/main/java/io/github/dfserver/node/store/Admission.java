package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.SpanKind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Decides whether a copy is taken, and has it added. Never used for one copy id twice at once. */
final class Admission {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());

  private final Parts parts;
  private final Changes changes;
  private final Reception reception;
  private final Space space;
  private final Executor executor;
  private final Withdrawn withdrawn = new Withdrawn();

  /** Removes large files on {@code executor}. */
  Admission(Parts parts, Changes changes, Reception reception, Space space, Executor executor) {
    this.executor = executor;
    this.parts = parts;
    this.changes = changes;
    this.reception = reception;
    this.space = space;
  }

  /** Adds a small copy whole. */
  CompletableFuture<Void> put(Copy copy, ByteBuffer content, Span span)
      throws IOException, StoreException {
    if (isThere(copy)) {
      return CompletableFuture.completedFuture(null);
    }
    if (reception.contains(copy.copyId())) {
      throw new StoreException(
          FailureCode.ALREADY_EXISTS, "copy " + copy.copyId() + " is being received already");
    }
    if (content.remaining() != copy.size() || !Sha256.of(content).equals(copy.sha256())) {
      throw new StoreException(
          FailureCode.CHECKSUM_MISMATCH, "the bytes are not those of copy " + copy.copyId());
    }
    space.acquire(copy.size());
    CompletableFuture<Void> added = null;
    try {
      added = changes.add(copy, write(copy, content, span), content, span);
    } finally {
      if (added == null) {
        space.release(copy.size(), 0);
      }
    }
    return added.whenComplete((done, problem) -> space.release(copy.size(), 0));
  }

  private Changes.Staged write(Copy copy, ByteBuffer content, Span span)
      throws IOException, StoreException {
    Span write = span.child(SpanKind.INTERNAL, "write");
    try {
      return write(copy, content);
    } finally {
      write.end();
    }
  }

  private Changes.Staged write(Copy copy, ByteBuffer content) throws IOException, StoreException {
    String name = copy.copyId().toString();
    StagingPlace file = parts.staging().write(name, content.duplicate());
    if (!BlockSums.areKept(copy.size())) {
      return new Changes.Staged(file, Optional.empty());
    }
    StagingPlace sums = null;
    try {
      byte[] bytes = SumsWriter.sums(copy.copyId(), content);
      sums = parts.staging().write(name + ".sums", ByteBuffer.wrap(bytes));
      return new Changes.Staged(file, Optional.of(sums));
    } finally {
      if (sums == null) {
        parts.staging().drop(file);
      }
    }
  }

  /** Begins to receive a copy. */
  StagedFile stage(UUID copyId, long expectedSize) throws IOException, StoreException {
    if (parts.index().get(copyId) != null) {
      throw new StoreException(FailureCode.ALREADY_EXISTS, "copy " + copyId + " is stored already");
    }
    requireWelcome(copyId);
    return reception.stage(copyId, expectedSize);
  }

  /** Adds a copy that has been received. */
  CompletableFuture<Void> commit(Copy copy, Span span) throws IOException, StoreException {
    if (isThere(copy)) {
      return CompletableFuture.completedFuture(null);
    }
    StagedCopy staged = reception.take(copy);
    CompletableFuture<Void> added = null;
    try {
      StagedCopy.Files files = staged.files();
      added =
          changes.add(copy, new Changes.Staged(files.place(), files.sums().place()), null, span);
    } finally {
      reception.taken(staged);
      if (added == null) {
        space.release(copy.size(), copy.size());
      }
    }
    return added.whenComplete((done, problem) -> space.release(copy.size(), copy.size()));
  }

  /** Drops what was received of a copy; tells whether there was something. */
  CompletableFuture<Boolean> discard(UUID copyId) {
    withdrawn.add(copyId);
    return reception.contains(copyId)
        ? CompletableFuture.supplyAsync(() -> reception.discard(copyId), executor)
        : CompletableFuture.completedFuture(false);
  }

  /**
   * Removes a copy, received or stored; tells whether there was something.
   *
   * @param remembered whether the file itself is deleted, so that a tombstone is left
   */
  CompletableFuture<Boolean> delete(UUID copyId, boolean remembered, Span span)
      throws StoreException {
    parts.health().check();
    return discard(copyId)
        .thenCompose(received -> removeStored(copyId, remembered, received, span));
  }

  private CompletableFuture<Boolean> removeStored(
      UUID copyId, boolean remembered, boolean received, Span span) {
    try {
      IndexEntry present = parts.index().get(copyId);
      if (present == null) {
        return CompletableFuture.completedFuture(received);
      }
      Optional<TombstoneRecord> tombstone =
          remembered ? tombstone(copyId, present) : Optional.empty();
      return changes.remove(copyId, present, tombstone, span).thenApply(done -> true);
    } catch (IOException | StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Optional<TombstoneRecord> tombstone(UUID copyId, IndexEntry present) throws IOException {
    Optional<Copy> copy = parts.metadata().find(present, copyId);
    if (copy.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "Copy {0} is deleted, but its metadata is gone, so it is not known of which file",
          copyId);
    }
    return copy.map(of -> parts.tombstones().make(of.fileId(), of.moveSequence()));
  }

  private void requireWelcome(UUID copyId) throws StoreException {
    parts.health().check();
    if (withdrawn.contains(copyId)) {
      throw new StoreException(FailureCode.INVALID, "copy " + copyId + " was discarded or deleted");
    }
  }

  /** Whether this very copy is stored; refuses one that may not be. */
  private boolean isThere(Copy copy) throws IOException, StoreException {
    IndexEntry present = parts.index().get(copy.copyId());
    if (present == null) {
      requireWelcome(copy.copyId());
      return false;
    }
    boolean same =
        present.hasContentOf(copy)
            && parts.metadata().find(present, copy.copyId()).stream().allMatch(copy::equals);
    if (!same) {
      throw new StoreException(
          FailureCode.ALREADY_EXISTS, "another copy is stored as " + copy.copyId());
    }
    return true;
  }
}
