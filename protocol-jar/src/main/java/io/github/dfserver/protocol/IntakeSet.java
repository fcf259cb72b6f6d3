package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * Answers {@link SetIntake}: it is in force, and no command that would store a new copy and came
 * before it is being executed any more.
 *
 * @param requestId 1 or more
 * @param status what the node holds now
 * @param staged copies that are staged and not committed
 */
public record IntakeSet(long requestId, StoreStatus status, int staged) implements Answer {
  static final int BYTES = StoreStatus.BYTES + 4;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public IntakeSet {
    Limits.checkRequestId(requestId);
    requireNonNull(status, "status");
    Limits.check("staged", staged, 0, Integer.MAX_VALUE);
  }

  @Override
  public MessageType type() {
    return MessageType.INTAKE_SET;
  }

  void write(ByteBuffer to) {
    status.write(to);
    to.putInt(staged);
  }

  static IntakeSet read(long requestId, ByteBuffer from) throws ProtocolException {
    return new IntakeSet(requestId, StoreStatus.read(from), from.getInt());
  }
}
