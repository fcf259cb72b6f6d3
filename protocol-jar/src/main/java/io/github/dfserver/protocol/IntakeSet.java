package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * Answers {@link SetIntake}: it is in force, or an order that is higher, and no command that would
 * store a new copy and came before it is being executed any more.
 *
 * @param requestId 1 or more
 * @param open whether new copies are taken now
 * @param status what the node holds now
 * @param staged copies that are staged and not committed
 */
public record IntakeSet(long requestId, boolean open, StoreStatus status, int staged)
    implements Answer {
  static final int BYTES = 1 + StoreStatus.BYTES + 4;

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
    Fields.putFlag(to, open);
    status.write(to);
    to.putInt(staged);
  }

  static IntakeSet read(long requestId, ByteBuffer from) throws ProtocolException {
    return new IntakeSet(requestId, Fields.getFlag(from), StoreStatus.read(from), from.getInt());
  }
}
