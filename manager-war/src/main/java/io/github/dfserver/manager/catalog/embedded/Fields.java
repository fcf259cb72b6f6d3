package io.github.dfserver.manager.catalog.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** The parts that encoded records are made of; big-endian. */
final class Fields {
  /** Bytes of an id. */
  static final int UUID_BYTES = 2 * Long.BYTES;

  private Fields() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes that a text takes: 16 bits of length, and its UTF-8. */
  static int textBytes(byte[] text) {
    return Short.BYTES + text.length;
  }

  static void putText(ByteBuffer to, byte[] text) {
    to.putShort((short) text.length).put(text);
  }

  static String getText(ByteBuffer from) {
    byte[] text = new byte[Short.toUnsignedInt(from.getShort())];
    from.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  static ByteBuffer putUuid(ByteBuffer to, UUID id) {
    return to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  static UUID getUuid(ByteBuffer from) {
    long most = from.getLong();
    return new UUID(most, from.getLong());
  }

  static Instant getInstant(ByteBuffer from) {
    return Instant.ofEpochMilli(from.getLong());
  }

  static boolean getFlag(ByteBuffer from) {
    return switch (from.get()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new IllegalArgumentException("a flag is neither 0 nor 1");
    };
  }
}
