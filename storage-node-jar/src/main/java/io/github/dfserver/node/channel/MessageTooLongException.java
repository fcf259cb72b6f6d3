package io.github.dfserver.node.channel;

import io.github.dfserver.protocol.Limits;

/** A WebSocket message is longer than the protocol allows. */
final class MessageTooLongException extends Exception {
  private static final long serialVersionUID = 1;

  MessageTooLongException() {
    super("a message of more than " + Limits.MAX_MESSAGE_BYTES + " bytes");
  }
}
