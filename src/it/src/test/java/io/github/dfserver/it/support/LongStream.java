package io.github.dfserver.it.support;

import java.io.InputStream;

/** A stream of any length whose bytes depend on their place; costs no memory. */
public final class LongStream extends InputStream {
  private final long size;
  private long position;

  /** A stream of this many bytes. */
  public LongStream(long size) {
    this.size = size;
  }

  @Override
  public int read() {
    return position == size ? -1 : at(position++) & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (position == size) {
      return -1;
    }
    int count = (int) Math.min(length, size - position);
    for (int i = 0; i < count; i++) {
      buffer[offset + i] = at(position + i);
    }
    position += count;
    return count;
  }

  private static byte at(long position) {
    return (byte) (position * 31 + (position >>> 13));
  }
}
