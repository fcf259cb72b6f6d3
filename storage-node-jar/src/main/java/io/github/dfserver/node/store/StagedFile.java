package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Sha256;
import java.nio.ByteBuffer;

/**
 * A copy that is being received and that nobody can read yet. Made by {@link CopyStore#stage},
 * written and finished by one thread; {@link CopyStore#discard} and {@link CopyStore#delete} may
 * cancel it from another, after which {@link #write} and {@link #finish} fail with {@code
 * NOT_FOUND}.
 */
public interface StagedFile extends AutoCloseable {
  /**
   * Appends all that remains in {@code content}.
   *
   * @throws StoreException when there is no room, the announced size is exceeded, the disk fails or
   *     the copy was cancelled; nothing but {@link #close} makes sense then
   */
  void write(ByteBuffer content) throws StoreException;

  /** Bytes written so far. */
  long size();

  /**
   * Ends the writing; from now on {@link CopyStore#commit} can take the copy, and {@link #close}
   * does nothing.
   *
   * @return the SHA-256 of what was written
   * @throws StoreException when fewer bytes came than announced ({@code CHECKSUM_MISMATCH}), the
   *     disk fails or the copy was cancelled
   */
  Sha256 finish() throws StoreException;

  /** Removes what was written, unless it was finished. */
  @Override
  void close();
}
