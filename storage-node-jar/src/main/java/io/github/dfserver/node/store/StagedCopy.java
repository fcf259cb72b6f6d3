package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * A copy that is being received. WRITING becomes FINISHING, FINISHED and COMMITTING in turn; any of
 * them but the last may become GONE.
 */
final class StagedCopy implements StagedFile {
  private enum State {
    WRITING,
    FINISHING,
    FINISHED,
    COMMITTING,
    GONE
  }

  /** Where its bytes go, and the checksums of its blocks. */
  record Files(StagingPlace place, ForcedOutput output, StagedSums sums) {}

  private final UUID copyId;
  private final long expectedSize;
  private final Reception reception;
  private final Files files;
  private final MessageDigest digest = Sha256.newDigest();
  private State state = State.WRITING;
  private long size;
  private long acquired;
  private Sha256 sha256;

  /** {@code acquired} bytes of space are set aside for it already. */
  StagedCopy(UUID copyId, long expectedSize, long acquired, Files files, Reception reception) {
    this.copyId = copyId;
    this.expectedSize = expectedSize;
    this.acquired = acquired;
    this.files = files;
    this.reception = reception;
  }

  UUID copyId() {
    return copyId;
  }

  Files files() {
    return files;
  }

  @Override
  public synchronized void write(ByteBuffer content) throws StoreException {
    requireState(State.WRITING);
    boolean done = false;
    try {
      append(content);
      done = true;
    } catch (IOException e) {
      throw Health.explain(e);
    } finally {
      if (!done) {
        cancel();
      }
    }
  }

  private void append(ByteBuffer content) throws IOException, StoreException {
    int length = content.remaining();
    if (expectedSize >= 0 && length > expectedSize - size) {
      throw new StoreException(
          FailureCode.CHECKSUM_MISMATCH, "more bytes came than the " + expectedSize + " announced");
    }
    if (expectedSize < 0) {
      reception.space().acquire(length);
      acquired += length;
    }
    digest.update(content.duplicate());
    files.sums().update(content.duplicate());
    files.output().write(content);
    size += length;
    reception.space().written(length);
  }

  @Override
  public synchronized long size() {
    return size;
  }

  @Override
  public Sha256 finish() throws StoreException {
    beginFinish();
    boolean forced = false;
    try {
      reception.finish(files, size());
      forced = true;
    } catch (IOException e) {
      throw reception.forceFailed(e);
    } finally {
      endFinish(forced);
    }
    synchronized (this) {
      requireState(State.FINISHED);
      return sha256;
    }
  }

  private synchronized void beginFinish() throws StoreException {
    requireState(State.WRITING);
    if (expectedSize >= 0 && size != expectedSize) {
      cancel();
      throw new StoreException(
          FailureCode.CHECKSUM_MISMATCH,
          size + " bytes came instead of the " + expectedSize + " announced");
    }
    sha256 = Sha256.finish(digest);
    state = State.FINISHING;
  }

  private synchronized void endFinish(boolean forced) {
    if (!forced) {
      cancel();
    } else if (state == State.FINISHING) {
      state = State.FINISHED;
    }
  }

  private void requireState(State required) throws StoreException {
    if (state == State.GONE) {
      throw new StoreException(
          FailureCode.NOT_FOUND, "receiving copy " + copyId + " was cancelled");
    }
    if (state != required) {
      throw new StoreException(
          FailureCode.INVALID, "copy " + copyId + " is " + state + ", not " + required);
    }
  }

  @Override
  public synchronized void close() {
    if (state == State.WRITING) {
      cancel();
    }
  }

  /** Drops what was received, unless it is being committed; returns whether there was something. */
  synchronized boolean cancel() {
    if (state == State.GONE || state == State.COMMITTING) {
      return false;
    }
    if (state == State.WRITING) {
      files.output().close();
    }
    state = State.GONE;
    reception.drop(this, acquired, size);
    return true;
  }

  /** Begins the commit as {@code copy}; drops what was received when it is not that. */
  synchronized void beginCommit(Copy copy) throws StoreException {
    requireState(State.FINISHED);
    if (size != copy.size() || !sha256.equals(copy.sha256())) {
      cancel();
      throw new StoreException(
          FailureCode.CHECKSUM_MISMATCH, "what was received is not what is to be committed");
    }
    state = State.COMMITTING;
  }
}
