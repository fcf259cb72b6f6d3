package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * Answers any command that could not be done. Nothing of it is visible.
 *
 * @param requestId 1 or more
 * @param code why
 * @param detail a sentence for the log; at most {@value Limits#MAX_DETAIL_BYTES} bytes of UTF-8
 */
public record Failed(long requestId, FailureCode code, String detail) implements Answer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Failed {
    Limits.checkRequestId(requestId);
    requireNonNull(code, "code");
    Limits.checkText("detail", detail, 0, Limits.MAX_DETAIL_BYTES);
  }

  @Override
  public MessageType type() {
    return MessageType.FAILED;
  }

  int bodyBytes() {
    return 1 + Fields.textBytes(detail);
  }

  void write(ByteBuffer to) {
    to.put((byte) code.code());
    Fields.putText(to, detail);
  }

  static Failed read(long requestId, ByteBuffer from) throws ProtocolException {
    FailureCode code = FailureCode.of(Byte.toUnsignedInt(from.get()));
    return new Failed(requestId, code, Fields.getText(from));
  }
}
