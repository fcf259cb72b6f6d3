package io.github.dfserver.node.transfer;

import java.nio.ByteBuffer;

/**
 * The one buffer of a loop for what is sent. What a connection did not take of it stays until
 * another exchange needs the buffer; then it is read again. Used by that loop only.
 */
final class Outgoing {
  private final ByteBuffer buffer;
  private Exchange owner;

  Outgoing(int bytes) {
    buffer = ByteBuffer.allocateDirect(bytes);
  }

  /** What an exchange has yet to send, read from its source if need be. */
  ByteBuffer of(Exchange exchange, Source source, long position, long most) throws Exception {
    if (owner != exchange || !buffer.hasRemaining()) {
      owner = null;
      source.read(position, most, buffer);
      owner = exchange;
    }
    return buffer;
  }

  /** An exchange begins anew, or has ended. */
  void forget(Exchange exchange) {
    if (owner == exchange) {
      owner = null;
    }
  }
}
