package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * The manager does not take the connection, and closes it after this message.
 *
 * @param code why
 * @param detail a sentence for people; at most {@value Limits#MAX_DETAIL_BYTES} bytes of UTF-8
 */
public record Refused(RefusalCode code, String detail) implements ManagerMessage {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Refused {
    requireNonNull(code, "code");
    Limits.checkText("detail", detail, 0, Limits.MAX_DETAIL_BYTES);
  }

  @Override
  public MessageType type() {
    return MessageType.REFUSED;
  }

  int bodyBytes() {
    return 1 + Fields.textBytes(detail);
  }

  void write(ByteBuffer to) {
    to.put((byte) code.code());
    Fields.putText(to, detail);
  }

  static Refused read(long requestId, ByteBuffer from) throws ProtocolException {
    RefusalCode code = RefusalCode.of(Byte.toUnsignedInt(from.get()));
    return new Refused(code, Fields.getText(from));
  }
}
