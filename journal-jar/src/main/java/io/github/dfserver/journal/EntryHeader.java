package io.github.dfserver.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The 16 bytes before each entry's content, big-endian:
 *
 * <pre>
 * u32  length of header and content together; 0 means that nothing was written here
 * u32  distance from the start of the entry's group, or all ones when the journal is not forced
 * u32  CRC-32C of the content
 * u32  CRC-32C of the entry's position (u64) and the three fields above
 * </pre>
 *
 * <p>A group is written only when everything before it is forced. So the distance tells a torn end,
 * which was promised to nobody, from damage to what was promised. A checksum of its own lets a
 * header be believed, and found, without its content.
 *
 * <p>Not safe for use by several threads.
 */
final class EntryHeader {
  static final int BYTES = 16;
  static final int NOT_FORCED = -1;

  private static final int CHECKED_BYTES = Integer.BYTES * 3;

  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer position = ByteBuffer.allocate(Long.BYTES);

  /** Fills in the header at {@code at}, whose first field and content are in place. */
  void seal(ByteBuffer group, int at, long entryPosition, int distance) {
    int length = group.getInt(at);
    group.putInt(at + 4, distance);
    group.putInt(at + 8, ofContent(group, at + BYTES, length - BYTES));
    group.putInt(at + CHECKED_BYTES, ofHeader(group, at, entryPosition));
  }

  /** Whether a whole header of an entry at this position stands at {@code at}. */
  boolean isHeader(ByteBuffer bytes, int at, long entryPosition) {
    return bytes.getInt(at) >= BYTES
        && bytes.getInt(at + CHECKED_BYTES) == ofHeader(bytes, at, entryPosition);
  }

  static int length(ByteBuffer bytes, int at) {
    return bytes.getInt(at);
  }

  static int distance(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 4);
  }

  static int contentChecksum(ByteBuffer bytes, int at) {
    return bytes.getInt(at + 8);
  }

  int ofContent(ByteBuffer bytes, int at, int length) {
    checksum.reset();
    checksum.update(bytes.array(), bytes.arrayOffset() + at, length);
    return (int) checksum.getValue();
  }

  private int ofHeader(ByteBuffer bytes, int at, long entryPosition) {
    position.putLong(0, entryPosition);
    checksum.reset();
    checksum.update(position.array());
    checksum.update(bytes.array(), bytes.arrayOffset() + at, CHECKED_BYTES);
    return (int) checksum.getValue();
  }
}
