package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Fetches a file into staging: the node opens {@code GET {base}transfer/{token}} and writes the
 * body. Answered by {@link Staged} when the body has ended as HTTP says it should.
 *
 * @param requestId 1 or more
 * @param copyId what it is staged under
 * @param size bytes that will come, or {@link #UNKNOWN_SIZE}
 * @param token names the transfer, once
 * @param manager the base URL of the manager that waits for the transfer, 0 to {@value
 *     Limits#MAX_URL_BYTES} bytes of UTF-8; empty for the URL that the node's channel was opened to
 */
public record StageFile(long requestId, UUID copyId, long size, String token, String manager)
    implements CopyCommand {
  /** A size that is not known before the body has ended. */
  public static final long UNKNOWN_SIZE = -1;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public StageFile {
    Limits.checkRequestId(requestId);
    requireNonNull(copyId, "copyId");
    Limits.check("size", size, UNKNOWN_SIZE, Long.MAX_VALUE);
    Limits.checkToken(token);
    Limits.checkText("manager", manager, 0, Limits.MAX_URL_BYTES);
  }

  @Override
  public MessageType type() {
    return MessageType.STAGE_FILE;
  }

  void write(ByteBuffer to) {
    Fields.putUuid(to, copyId);
    to.putLong(size);
    Fields.putText(to, token);
    Fields.putText(to, manager);
  }

  int bodyBytes() {
    return 16 + 8 + Fields.textBytes(token) + Fields.textBytes(manager);
  }

  static StageFile read(long requestId, ByteBuffer from) throws ProtocolException {
    return new StageFile(
        requestId,
        Fields.getUuid(from),
        from.getLong(),
        Fields.getText(from),
        Fields.getText(from));
  }
}
