package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The kinds of fields that frames are made of; all numbers are big-endian. */
final class Fields {
  private Fields() {}

  static int textBytes(String text) {
    return 2 + Utf8.length(text);
  }

  static void putText(ByteBuffer to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.putShort((short) bytes.length).put(bytes);
  }

  static String getText(ByteBuffer from) throws ProtocolException {
    return Utf8.read(from, Short.toUnsignedInt(from.getShort()));
  }

  static void putUuid(ByteBuffer to, UUID id) {
    to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  static UUID getUuid(ByteBuffer from) {
    return new UUID(from.getLong(), from.getLong());
  }

  static void putFlag(ByteBuffer to, boolean flag) {
    to.put((byte) (flag ? 1 : 0));
  }

  static boolean getFlag(ByteBuffer from) throws ProtocolException {
    int flag = Byte.toUnsignedInt(from.get());
    if (flag > 1) {
      throw new ProtocolException("a flag is 0 or 1, not " + flag);
    }
    return flag == 1;
  }

  static int optionalBytes(Optional<UUID> id) {
    return id.isPresent() ? 17 : 1;
  }

  static void putOptionalUuid(ByteBuffer to, Optional<UUID> id) {
    putFlag(to, id.isPresent());
    id.ifPresent(present -> putUuid(to, present));
  }

  static Optional<UUID> getOptionalUuid(ByteBuffer from) throws ProtocolException {
    return getFlag(from) ? Optional.of(getUuid(from)) : Optional.empty();
  }

  /** What remains, sharing its memory. */
  static ByteBuffer getRest(ByteBuffer from) {
    ByteBuffer rest = from.slice();
    from.position(from.limit());
    return rest;
  }
}
