package io.github.dfserver.protocol;

import java.nio.ByteBuffer;

/**
 * Tells the node whether it takes new copies, from any manager; answered by {@link IntakeSet}. With
 * the intake closed it answers {@link UploadFile} and {@link StageFile} with {@link
 * FailureCode#BUSY}; everything else, commits of what is staged above all, it still does. A node
 * that starts has its intake open, with order 0.
 *
 * @param requestId 1 or more
 * @param order 0 or more: a command with a lower order than the highest one that this process of
 *     the node has seen, from whichever manager, changes nothing, so that managers which learn of a
 *     change at different times cannot undo it
 * @param open whether new copies are taken
 */
public record SetIntake(long requestId, long order, boolean open) implements Command {
  static final int BYTES = 8 + 1;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public SetIntake {
    Limits.checkRequestId(requestId);
    Limits.check("order", order, 0, Long.MAX_VALUE);
  }

  @Override
  public MessageType type() {
    return MessageType.SET_INTAKE;
  }

  void write(ByteBuffer to) {
    to.putLong(order);
    Fields.putFlag(to, open);
  }

  static SetIntake read(long requestId, ByteBuffer from) throws ProtocolException {
    return new SetIntake(requestId, from.getLong(), Fields.getFlag(from));
  }
}
