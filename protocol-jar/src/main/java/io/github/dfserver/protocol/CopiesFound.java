package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers {@link FindCopies}.
 *
 * @param requestId 1 or more
 * @param health of each copy, in the order in which they were asked for; never changes
 */
public record CopiesFound(long requestId, List<CopyHealth> health) implements Answer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public CopiesFound {
    Limits.checkRequestId(requestId);
    health = List.copyOf(health);
    Limits.check("copies", health.size(), 1, Limits.MAX_FIND);
  }

  @Override
  public MessageType type() {
    return MessageType.COPIES_FOUND;
  }

  int bodyBytes() {
    return health.size();
  }

  void write(ByteBuffer to) {
    health.forEach(one -> to.put((byte) one.code()));
  }

  static CopiesFound read(long requestId, ByteBuffer from) throws ProtocolException {
    List<CopyHealth> health = new ArrayList<>(from.remaining());
    while (from.hasRemaining()) {
      health.add(CopyHealth.of(Byte.toUnsignedInt(from.get())));
    }
    return new CopiesFound(requestId, health);
  }
}
