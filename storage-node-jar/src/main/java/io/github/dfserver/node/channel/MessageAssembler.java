package io.github.dfserver.node.channel;

import io.github.dfserver.protocol.Limits;
import java.nio.ByteBuffer;

/** Joins the parts in which a WebSocket message comes. Not thread-safe. */
final class MessageAssembler {
  private ByteBuffer parts = ByteBuffer.allocate(16 * 1024);

  /**
   * Takes the next part.
   *
   * @return the message, if this is its end; valid until the next call. Null otherwise
   */
  ByteBuffer take(ByteBuffer part, boolean last) throws MessageTooLongException {
    int size = parts.position() + part.remaining();
    if (size > Limits.MAX_MESSAGE_BYTES) {
      throw new MessageTooLongException();
    }
    if (last && parts.position() == 0) {
      return part;
    }
    if (size > parts.capacity()) {
      int capacity = Math.min(Math.max(size, 4 * parts.capacity()), Limits.MAX_MESSAGE_BYTES);
      parts = ByteBuffer.allocate(capacity).put(parts.flip());
    }
    parts.put(part);
    if (!last) {
      return null;
    }
    ByteBuffer message = parts.duplicate().flip();
    parts.clear();
    return message;
  }
}
