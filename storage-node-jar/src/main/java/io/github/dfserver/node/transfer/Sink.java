package io.github.dfserver.node.transfer;

import java.nio.ByteBuffer;

/** Takes the bytes that a transfer brings, in their order, from one thread at a time. */
@FunctionalInterface
public interface Sink {
  /**
   * Takes all that remains in {@code bytes}, which is used for other bytes afterwards.
   *
   * @throws Exception to end the transfer, which fails with it
   */
  void write(ByteBuffer bytes) throws Exception;
}
