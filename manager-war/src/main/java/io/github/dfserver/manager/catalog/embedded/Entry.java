package io.github.dfserver.manager.catalog.embedded;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * A change in the journal: a byte for the table, whose highest bit says that the record was
 * removed, 32 bits of length of the record before, that record when it was LIVE and else nothing,
 * 16 bits of length of the key, the key, and the record unless it was removed. It says how the
 * record is and what it takes from the counts, so that it can be applied without looking anything
 * up, and again without harm.
 */
final class Entry {
  private static final byte REMOVED = (byte) 0x80;
  private static final int FIXED = 1 + Integer.BYTES + Short.BYTES;
  private static final byte[] NOTHING = new byte[0];

  private final Table table;
  private final byte[] key;
  private final byte[] before;
  private final byte[] value;

  /**
   * An entry; the arrays are not copied.
   *
   * @param table where
   * @param key whose
   * @param before the record before when that counted as a file of its node, else null
   * @param value the record now, null when it was removed
   */
  Entry(Table table, byte[] key, byte[] before, byte[] value) {
    this.table = table;
    this.key = key;
    this.before = before;
    this.value = value;
  }

  Table table() {
    return table;
  }

  byte[] key() {
    return key;
  }

  byte[] before() {
    return before;
  }

  byte[] value() {
    return value;
  }

  /** The parts of the entry, in order. */
  ByteBuffer[] encode() {
    byte[] counted = before == null ? NOTHING : before;
    ByteBuffer head =
        ByteBuffer.allocate(FIXED + counted.length)
            .put(kind())
            .putInt(counted.length)
            .put(counted)
            .putShort((short) key.length)
            .flip();
    return new ByteBuffer[] {
      head, ByteBuffer.wrap(key), ByteBuffer.wrap(value == null ? NOTHING : value)
    };
  }

  private byte kind() {
    return value == null ? (byte) (table.code() | REMOVED) : table.code();
  }

  /** Reads an entry, all of what remains. */
  static Entry decode(ByteBuffer from) throws IOException {
    try {
      byte kind = from.get();
      byte[] before = bytes(from, from.getInt());
      byte[] key = bytes(from, Short.toUnsignedInt(from.getShort()));
      byte[] value = bytes(from, from.remaining());
      boolean removed = (kind & REMOVED) != 0;
      return new Entry(
          Table.of((byte) (kind & ~REMOVED)),
          key,
          before.length == 0 ? null : before,
          removed ? null : value);
    } catch (BufferUnderflowException | NegativeArraySizeException | IllegalArgumentException e) {
      throw new IOException("the journal has an entry that is no change of a catalogue", e);
    }
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    if (length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }
}
