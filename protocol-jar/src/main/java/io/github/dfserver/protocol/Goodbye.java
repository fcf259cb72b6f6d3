package io.github.dfserver.protocol;

import java.nio.ByteBuffer;

/**
 * The node is being stopped: it takes no new copies, finishes what is in flight, then closes.
 *
 * @param reason a sentence, may be empty; at most {@value Limits#MAX_DETAIL_BYTES} bytes of UTF-8
 */
public record Goodbye(String reason) implements NodeMessage {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Goodbye {
    Limits.checkText("reason", reason, 0, Limits.MAX_DETAIL_BYTES);
  }

  @Override
  public MessageType type() {
    return MessageType.GOODBYE;
  }

  int bodyBytes() {
    return Fields.textBytes(reason);
  }

  void write(ByteBuffer to) {
    Fields.putText(to, reason);
  }

  static Goodbye read(long requestId, ByteBuffer from) throws ProtocolException {
    return new Goodbye(Fields.getText(from));
  }
}
