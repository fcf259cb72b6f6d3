package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * Answers {@link StageFile}: the whole body came and lies in staging, not yet durable.
 *
 * @param requestId 1 or more
 * @param size bytes that came
 * @param sha256 of them
 */
public record Staged(long requestId, long size, Sha256 sha256) implements Answer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Staged {
    Limits.checkRequestId(requestId);
    Limits.check("size", size, 0, Long.MAX_VALUE);
    requireNonNull(sha256, "sha256");
  }

  @Override
  public MessageType type() {
    return MessageType.STAGED;
  }

  void write(ByteBuffer to) {
    to.putLong(size);
    sha256.write(to);
  }

  static Staged read(long requestId, ByteBuffer from) {
    return new Staged(requestId, from.getLong(), Sha256.read(from));
  }
}
