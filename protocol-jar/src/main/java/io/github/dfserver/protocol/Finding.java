package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * Tells that a copy was found damaged or without its file, or well again, by a scrub or by a read.
 * It may get lost with its connection; {@link Copies} says the same later.
 *
 * @param copy which
 * @param health what it is now
 */
public record Finding(Copy copy, CopyHealth health) implements NodeMessage {
  static final int MIN_BYTES = 1 + Copy.MIN_BYTES;
  static final int MAX_BYTES = 1 + Copy.MAX_BYTES;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Finding {
    requireNonNull(copy, "copy");
    requireNonNull(health, "health");
  }

  @Override
  public MessageType type() {
    return MessageType.FINDING;
  }

  int bodyBytes() {
    return 1 + copy.bytes();
  }

  void write(ByteBuffer to) {
    to.put((byte) health.code());
    copy.write(to);
  }

  static Finding read(long requestId, ByteBuffer from) throws ProtocolException {
    CopyHealth health = CopyHealth.of(Byte.toUnsignedInt(from.get()));
    return new Finding(Copy.read(from), health);
  }
}
