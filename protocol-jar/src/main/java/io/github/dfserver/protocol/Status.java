package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * The node's heartbeat, sent every few seconds ({@link Welcome#heartbeatSeconds}); answered by
 * {@link StatusReceived}.
 *
 * @param status what the node holds now
 */
public record Status(StoreStatus status) implements NodeMessage {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Status {
    requireNonNull(status, "status");
  }

  @Override
  public MessageType type() {
    return MessageType.STATUS;
  }

  void write(ByteBuffer to) {
    status.write(to);
  }

  static Status read(long requestId, ByteBuffer from) throws ProtocolException {
    return new Status(StoreStatus.read(from));
  }
}
