package io.github.dfserver.manager.transfer;

import java.nio.ByteBuffer;

/** Bytes in memory. */
public final class BytesSource implements ContentSource {
  private final ByteBuffer bytes;
  private final int length;

  /** All that remains in a buffer whose bytes do not change any more. */
  public BytesSource(ByteBuffer bytes) {
    this.bytes = bytes.slice();
    this.length = bytes.remaining();
  }

  /** All the bytes, read or not. */
  ByteBuffer bytes() {
    return bytes.duplicate().position(0);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(byte[] target, int offset, int most) {
    if (!bytes.hasRemaining()) {
      return -1;
    }
    int n = Math.min(most, bytes.remaining());
    bytes.get(target, offset, n);
    return n;
  }

  @Override
  public void whenReadable(Runnable signal) {
    signal.run();
  }
}
