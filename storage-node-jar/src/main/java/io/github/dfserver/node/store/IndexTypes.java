package io.github.dfserver.node.store;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.UUID;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How the index's file encodes keys and values. */
final class IndexTypes {
  /** Ids as unsigned numbers, which is also the order of their texts. */
  static final Comparator<UUID> ORDER =
      (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
      };

  private IndexTypes() {}

  /** Ids in {@link #ORDER}. */
  static final class Ids extends BasicDataType<UUID> {
    private static final int MEMORY = 32;

    @Override
    public int compare(UUID a, UUID b) {
      return ORDER.compare(a, b);
    }

    @Override
    public int getMemory(UUID id) {
      return MEMORY;
    }

    @Override
    public void write(WriteBuffer to, UUID id) {
      to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    @Override
    public UUID read(ByteBuffer from) {
      return new UUID(from.getLong(), from.getLong());
    }

    @Override
    public UUID[] createStorage(int size) {
      return new UUID[size];
    }
  }

  /** Encoded {@link IndexEntry} values. */
  static final class Entries extends BasicDataType<byte[]> {
    private static final int OVERHEAD = 16;

    @Override
    public int getMemory(byte[] entry) {
      return OVERHEAD + entry.length;
    }

    @Override
    public void write(WriteBuffer to, byte[] entry) {
      to.putVarInt(entry.length).put(entry);
    }

    @Override
    public byte[] read(ByteBuffer from) {
      byte[] entry = new byte[DataUtils.readVarInt(from)];
      from.get(entry);
      return entry;
    }

    @Override
    public byte[][] createStorage(int size) {
      return new byte[size][];
    }
  }
}
