package io.github.dfserver.journal;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The first 24 bytes of a segment, big-endian: magic u64, format version u32, first position u64,
 * CRC-32C of these u32. They do not count as positions. The file's name repeats the first position
 * in 16 hexadecimal digits, so names sort as positions do.
 */
final class SegmentHeader {
  static final int BYTES = 24;
  static final int VERSION = 1;

  private static final long MAGIC = 0x4446_534A_524E_4C0AL; // "DFSJRNL\n"
  private static final Pattern NAME = Pattern.compile("([0-7][0-9a-f]{15})\\.journal");

  private SegmentHeader() {}

  static ByteBuffer encode(long first) {
    return encode(first, VERSION);
  }

  static ByteBuffer encode(long first, int version) {
    ByteBuffer header = ByteBuffer.allocate(BYTES);
    header.putLong(MAGIC).putInt(version).putLong(first);
    header.putInt(checksum(header));
    return header.flip();
  }

  /** Whether these bytes are a segment's header, of whatever version. */
  static boolean isHeader(ByteBuffer header, long first) {
    return header.remaining() == BYTES
        && header.getLong(0) == MAGIC
        && header.getLong(12) == first
        && header.getInt(20) == checksum(header);
  }

  static int version(ByteBuffer header) {
    return header.getInt(8);
  }

  static String fileName(long first) {
    return String.format("%016x.journal", first);
  }

  /** The first position that a file's name tells, empty when it is not a segment's name. */
  static OptionalLong first(String fileName) {
    Matcher matcher = NAME.matcher(fileName);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1), 16))
        : OptionalLong.empty();
  }

  private static int checksum(ByteBuffer header) {
    CRC32C checksum = new CRC32C();
    checksum.update(header.array(), header.arrayOffset(), BYTES - Integer.BYTES);
    return (int) checksum.getValue();
  }
}
