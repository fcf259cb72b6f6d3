package io.github.dfserver.protocol;

/** Answers {@link Status}, so that the node hears from a manager that has nothing to ask. */
public record StatusReceived() implements ManagerMessage {
  @Override
  public MessageType type() {
    return MessageType.STATUS_RECEIVED;
  }
}
