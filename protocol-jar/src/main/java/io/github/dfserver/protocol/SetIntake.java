package io.github.dfserver.protocol;

import java.nio.ByteBuffer;

/**
 * Tells the node whether it takes new copies, from any manager; answered by {@link IntakeSet}. With
 * the intake closed it answers {@link UploadFile} and {@link StageFile} with {@link
 * FailureCode#BUSY}; everything else, commits of what is staged above all, it still does. A node
 * that starts has its intake open.
 *
 * @param requestId 1 or more
 * @param open whether new copies are taken
 */
public record SetIntake(long requestId, boolean open) implements Command {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public SetIntake {
    Limits.checkRequestId(requestId);
  }

  @Override
  public MessageType type() {
    return MessageType.SET_INTAKE;
  }

  void write(ByteBuffer to) {
    Fields.putFlag(to, open);
  }

  static SetIntake read(long requestId, ByteBuffer from) throws ProtocolException {
    return new SetIntake(requestId, Fields.getFlag(from));
  }
}
