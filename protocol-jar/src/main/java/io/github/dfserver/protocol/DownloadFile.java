package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Asks for a part of a copy, or all of a small one; answered by {@link Content}. A range that goes
 * beyond the end is {@link FailureCode#INVALID}. Reading all of a copy checks its SHA-256.
 *
 * @param requestId 1 or more
 * @param copyId which copy
 * @param offset of the first byte
 * @param length bytes, at most {@value Limits#MAX_CONTENT_BYTES}
 */
public record DownloadFile(long requestId, UUID copyId, long offset, int length)
    implements CopyCommand {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public DownloadFile {
    Limits.checkRequestId(requestId);
    requireNonNull(copyId, "copyId");
    Limits.check("offset", offset, 0, Long.MAX_VALUE);
    Limits.check("length", length, 0, Limits.MAX_CONTENT_BYTES);
  }

  @Override
  public MessageType type() {
    return MessageType.DOWNLOAD_FILE;
  }

  void write(ByteBuffer to) {
    Fields.putUuid(to, copyId);
    to.putLong(offset).putInt(length);
  }

  static DownloadFile read(long requestId, ByteBuffer from) {
    return new DownloadFile(requestId, Fields.getUuid(from), from.getLong(), from.getInt());
  }
}
