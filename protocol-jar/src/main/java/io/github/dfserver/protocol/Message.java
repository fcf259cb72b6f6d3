package io.github.dfserver.protocol;

/** Anything that goes over a node channel, as one frame. Immutable and safe for any thread. */
public sealed interface Message permits NodeMessage, ManagerMessage {
  /** Which message this is. */
  MessageType type();

  /** The request that this is or answers, 1 or more; 0 when it is neither. */
  default long requestId() {
    return 0;
  }
}
