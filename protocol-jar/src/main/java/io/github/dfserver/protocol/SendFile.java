package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Sends a part of a copy, or all of it: the node opens {@code POST {base}transfer/{token}} with
 * exactly {@code length} bytes. Answered by {@link Sent} after an HTTP answer of 2xx. A copy that
 * is not there, is damaged or has no such range is answered by {@link Failed} before any HTTP
 * request.
 *
 * @param requestId 1 or more
 * @param copyId which copy
 * @param offset of the first byte
 * @param length bytes
 * @param token names the transfer, once
 * @param manager the base URL of the manager that waits for the transfer, 0 to {@value
 *     Limits#MAX_URL_BYTES} bytes of UTF-8; empty for the URL that the node's channel was opened to
 */
public record SendFile(
    long requestId, UUID copyId, long offset, long length, String token, String manager)
    implements CopyCommand {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public SendFile {
    Limits.checkRequestId(requestId);
    requireNonNull(copyId, "copyId");
    Limits.check("offset", offset, 0, Long.MAX_VALUE);
    Limits.check("length", length, 0, Long.MAX_VALUE - offset);
    Limits.checkToken(token);
    Limits.checkText("manager", manager, 0, Limits.MAX_URL_BYTES);
  }

  @Override
  public MessageType type() {
    return MessageType.SEND_FILE;
  }

  int bodyBytes() {
    return 16 + 8 + 8 + Fields.textBytes(token) + Fields.textBytes(manager);
  }

  void write(ByteBuffer to) {
    Fields.putUuid(to, copyId);
    to.putLong(offset).putLong(length);
    Fields.putText(to, token);
    Fields.putText(to, manager);
  }

  static SendFile read(long requestId, ByteBuffer from) throws ProtocolException {
    return new SendFile(
        requestId,
        Fields.getUuid(from),
        from.getLong(),
        from.getLong(),
        Fields.getText(from),
        Fields.getText(from));
  }
}
