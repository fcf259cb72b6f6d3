package io.github.dfserver.protocol;

import java.nio.ByteBuffer;

/**
 * Answers {@link DeleteFile}: the copy is gone for good, which is forced to disk.
 *
 * @param requestId 1 or more
 * @param existed whether the node still held it
 */
public record Deleted(long requestId, boolean existed) implements Answer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Deleted {
    Limits.checkRequestId(requestId);
  }

  @Override
  public MessageType type() {
    return MessageType.DELETED;
  }

  void write(ByteBuffer to) {
    Fields.putFlag(to, existed);
  }

  static Deleted read(long requestId, ByteBuffer from) throws ProtocolException {
    return new Deleted(requestId, Fields.getFlag(from));
  }
}
