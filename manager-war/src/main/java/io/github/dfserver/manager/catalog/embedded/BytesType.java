package io.github.dfserver.manager.catalog.embedded;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Bytes in unsigned order. */
final class BytesType extends BasicDataType<byte[]> {
  static final BytesType INSTANCE = new BytesType();
  private static final int ARRAY_HEADER = 24;

  private BytesType() {}

  /** Opens a map of bytes by bytes. */
  static MVMap<byte[], byte[]> open(MVStore store, String name) {
    return store.openMap(
        name, new MVMap.Builder<byte[], byte[]>().keyType(INSTANCE).valueType(INSTANCE));
  }

  @Override
  public int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  @Override
  public int getMemory(byte[] bytes) {
    return ARRAY_HEADER + bytes.length;
  }

  @Override
  public void write(WriteBuffer to, byte[] bytes) {
    to.putVarInt(bytes.length).put(bytes);
  }

  @Override
  public byte[] read(ByteBuffer from) {
    int length = DataUtils.readVarInt(from);
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException(); // a damaged page must not make us ask for memory
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  @Override
  public byte[][] createStorage(int size) {
    return new byte[size][];
  }
}
