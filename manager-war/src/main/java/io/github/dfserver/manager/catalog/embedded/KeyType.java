package io.github.dfserver.manager.catalog.embedded;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Bytes in unsigned order. */
final class KeyType extends BasicDataType<byte[]> {
  static final KeyType INSTANCE = new KeyType();

  private KeyType() {}

  @Override
  public int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  @Override
  public int getMemory(byte[] key) {
    return 24 + key.length;
  }

  @Override
  public void write(WriteBuffer to, byte[] key) {
    to.putVarInt(key.length).put(key);
  }

  @Override
  public byte[] read(ByteBuffer from) {
    byte[] key = new byte[DataUtils.readVarInt(from)];
    from.get(key);
    return key;
  }

  @Override
  public byte[][] createStorage(int size) {
    return new byte[size][];
  }
}
