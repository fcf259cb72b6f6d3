package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/**
 * What is known of one copy of a file, and what a storage node keeps beside its bytes.
 *
 * @param fileId the file; stays the same when the file moves to another node
 * @param copyId this copy of it; never used again
 * @param name the file's whole name, 1 to {@value Limits#MAX_NAME_BYTES} bytes of UTF-8
 * @param contentType the media type as the client gave it, 0 to {@value
 *     Limits#MAX_CONTENT_TYPE_BYTES} bytes of UTF-8; empty when it gave none
 * @param size bytes
 * @param sha256 of all bytes
 * @param createdAt when the file was uploaded; cut to milliseconds, years 1970 to 9999
 * @param moveSequence how often the file had moved when this copy was made; 0 for the first copy
 */
public record Copy(
    UUID fileId,
    UUID copyId,
    String name,
    String contentType,
    long size,
    Sha256 sha256,
    Instant createdAt,
    long moveSequence) {
  private static final int FIXED_BYTES = 16 + 16 + 8 + Sha256.LENGTH + 8 + 8;
  static final int MIN_BYTES = FIXED_BYTES + 2 + 1 + 2;
  static final int MAX_BYTES =
      FIXED_BYTES + 2 + Limits.MAX_NAME_BYTES + 2 + Limits.MAX_CONTENT_TYPE_BYTES;
  private static final long LAST_MILLISECOND =
      Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Copy {
    requireNonNull(fileId, "fileId");
    requireNonNull(copyId, "copyId");
    Limits.checkText("name", name, 1, Limits.MAX_NAME_BYTES);
    Limits.checkText("content type", contentType, 0, Limits.MAX_CONTENT_TYPE_BYTES);
    Limits.check("size", size, 0, Long.MAX_VALUE);
    requireNonNull(sha256, "sha256");
    if (createdAt.getEpochSecond() < 0 || createdAt.getEpochSecond() > LAST_MILLISECOND / 1000) {
      throw new IllegalArgumentException("createdAt is outside of the years 1970 to 9999");
    }
    createdAt = Instant.ofEpochMilli(createdAt.toEpochMilli());
    Limits.check("move sequence", moveSequence, 0, Long.MAX_VALUE);
  }

  int bytes() {
    return FIXED_BYTES + Fields.textBytes(name) + Fields.textBytes(contentType);
  }

  void write(ByteBuffer to) {
    Fields.putUuid(to, fileId);
    Fields.putUuid(to, copyId);
    Fields.putText(to, name);
    Fields.putText(to, contentType);
    to.putLong(size);
    sha256.write(to);
    to.putLong(createdAt.toEpochMilli()).putLong(moveSequence);
  }

  static Copy read(ByteBuffer from) throws ProtocolException {
    return new Copy(
        Fields.getUuid(from),
        Fields.getUuid(from),
        Fields.getText(from),
        Fields.getText(from),
        from.getLong(),
        Sha256.read(from),
        Instant.ofEpochMilli(from.getLong()),
        from.getLong());
  }
}
