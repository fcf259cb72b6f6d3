package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.StoreStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The copies that a node holds, each a plain file. Safe for use by many threads.
 *
 * <p>What a future completed with is durable, as {@link StoreOptions#fsync} promises. Futures that
 * fail do so with a {@link StoreException}, and complete on one of the store's own threads, which
 * must not be held up. What is asked for one copy id is done in the order of the calls; a copy id
 * that was discarded or deleted is not taken again.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class CopyStore implements AutoCloseable {
  private CopyStore() {}

  /**
   * Opens the store, completing what an earlier process was stopped in the middle of.
   *
   * @throws StoreException when the directory is in use, belongs to another node, or was written by
   *     a newer version; the message is for the operator
   * @throws IOException when the disk fails
   */
  public static CopyStore open(StoreOptions options) throws IOException, StoreException {
    throw new UnsupportedOperationException("to come");
  }

  /** Who this directory is. */
  public NodeIdentity identity() {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Joins a cluster for good; joining it again changes nothing.
   *
   * @throws StoreException when the directory belongs to another cluster ({@code INVALID})
   * @throws IOException when that cannot be forced to disk
   */
  public void joinCluster(UUID clusterId) throws IOException, StoreException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Stores a small file whole. The calling thread writes it to the file system's cache; the future
   * completes when the copy is durable and can be read. A copy that is there already, the same in
   * all, is a success.
   *
   * @param content the bytes; must not change until the future completes
   */
  public CompletableFuture<Void> put(Copy copy, ByteBuffer content) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Begins to receive a large file.
   *
   * @param expectedSize bytes that will come, or -1 when that is not known
   * @throws StoreException when there is no room, or the copy is there or being received already
   */
  public StagedFile stage(UUID copyId, long expectedSize) throws StoreException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Makes a finished {@link StagedFile} durable and readable. Blocks the caller while the bytes are
   * forced to disk. Size and SHA-256 must be those that were received ({@code CHECKSUM_MISMATCH},
   * the bytes are discarded). Committing again what was committed is a success.
   */
  public CompletableFuture<Void> commit(Copy copy) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Cancels the receiving of a copy, or drops what was received and not committed. Leaves a stored
   * copy alone.
   *
   * @return whether there was something to discard
   */
  public CompletableFuture<Boolean> discard(UUID copyId) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Removes a copy, stored or being received. Downloads of it that are running go on.
   *
   * @return whether it was there
   */
  public CompletableFuture<Boolean> delete(UUID copyId) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * What is known of a stored copy.
   *
   * @throws StoreException when that cannot be read
   */
  public Optional<StoredCopy> find(UUID copyId) throws StoreException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Reads exactly {@code length} bytes. A read of the whole copy verifies its SHA-256.
   *
   * @throws StoreException {@code NOT_FOUND}, {@code DAMAGED}, or {@code INVALID} for a range
   *     beyond the end
   */
  public ByteBuffer read(UUID copyId, long offset, int length) throws StoreException {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Opens a copy's bytes for reading; a delete does not disturb the channel. The caller closes it.
   *
   * @throws StoreException {@code NOT_FOUND}, or {@code DAMAGED} when the file is gone or has
   *     another size
   */
  public FileChannel open(UUID copyId) throws StoreException {
    throw new UnsupportedOperationException("to come");
  }

  /** What the store holds and can take now. */
  public StoreStatus status() {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * What is stored, ordered by copy id as an unsigned number.
   *
   * @param after the last copy id of the page before
   * @param limit most copies to return
   * @throws StoreException when that cannot be read
   */
  public List<Copy> inventory(Optional<UUID> after, int limit) throws StoreException {
    throw new UnsupportedOperationException("to come");
  }

  /** Ends what is under way, makes everything durable and lets the directory go. */
  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException("to come");
  }
}
