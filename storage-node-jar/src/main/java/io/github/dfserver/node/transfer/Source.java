package io.github.dfserver.node.transfer;

import java.nio.ByteBuffer;

/** Gives the bytes that a transfer sends, to one thread at a time. */
@FunctionalInterface
public interface Source {
  /** What a buffer has room for, at least. */
  int MIN_BUFFER_BYTES = 64 * 1024;

  /**
   * Reads what is at {@code position}, {@code most} bytes at most; it is then what remains in
   * {@code to}, a byte at least. What was read before may be read again.
   *
   * @param to is cleared, and has room for {@value #MIN_BUFFER_BYTES} bytes at least
   * @throws Exception to end the transfer, which fails with it
   */
  void read(long position, long most, ByteBuffer to) throws Exception;
}
