package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.Sha256;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A copy and its place, as the journal and the leaves' metadata files keep them. Big-endian; texts
 * are their length in bytes as a u16 and UTF-8.
 */
record CopyRecord(Place place, Copy copy) {
  private static final int FIXED_BYTES = 8 + 16 + 16 + 8 + Sha256.LENGTH + 8 + 8 + 3 * 2;

  /** The encoded form. */
  ByteBuffer encode() {
    byte[] fileName = place.fileName().getBytes(StandardCharsets.UTF_8);
    byte[] name = copy.name().getBytes(StandardCharsets.UTF_8);
    byte[] contentType = copy.contentType().getBytes(StandardCharsets.UTF_8);
    ByteBuffer to =
        ByteBuffer.allocate(FIXED_BYTES + fileName.length + name.length + contentType.length);
    to.putLong(place.slot());
    putText(to, fileName);
    putUuid(to, copy.copyId());
    putUuid(to, copy.fileId());
    putText(to, name);
    putText(to, contentType);
    to.putLong(copy.size());
    copy.sha256().write(to);
    to.putLong(copy.createdAt().toEpochMilli()).putLong(copy.moveSequence());
    return to.flip();
  }

  /**
   * Takes a record from the front of {@code from}.
   *
   * @throws BufferUnderflowException when it is cut short
   * @throws IllegalArgumentException when it makes no sense
   */
  static CopyRecord decode(ByteBuffer from) {
    Place place = new Place(from.getLong(), getText(from));
    UUID copyId = getUuid(from);
    UUID fileId = getUuid(from);
    String name = getText(from);
    String contentType = getText(from);
    long size = from.getLong();
    Sha256 sha256 = Sha256.read(from);
    Instant createdAt = Instant.ofEpochMilli(from.getLong());
    long moveSequence = from.getLong();
    return new CopyRecord(
        place, new Copy(fileId, copyId, name, contentType, size, sha256, createdAt, moveSequence));
  }

  static void putUuid(ByteBuffer to, UUID id) {
    to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  static UUID getUuid(ByteBuffer from) {
    return new UUID(from.getLong(), from.getLong());
  }

  static void putText(ByteBuffer to, byte[] text) {
    to.putShort((short) text.length).put(text);
  }

  static String getText(ByteBuffer from) {
    int length = Short.toUnsignedInt(from.getShort());
    if (length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[length];
    from.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
