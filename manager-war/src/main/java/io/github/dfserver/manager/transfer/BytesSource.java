package io.github.dfserver.manager.transfer;

/** Bytes in memory. */
public final class BytesSource implements ContentSource {
  private final byte[] bytes;
  private int position;

  /** Keeps the array, which must not change any more. */
  public BytesSource(byte[] bytes) {
    this.bytes = bytes;
  }

  /** All the bytes, read or not. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (position == bytes.length) {
      return -1;
    }
    int n = Math.min(length, bytes.length - position);
    System.arraycopy(bytes, position, target, offset, n);
    position += n;
    return n;
  }

  @Override
  public void whenReadable(Runnable signal) {
    signal.run();
  }
}
