package io.github.dfserver.manager.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that were read ahead, and then the rest. */
public final class PrefixedSource implements ContentSource {
  private final BytesSource prefix;
  private final ContentSource rest;
  private final long length;

  /** Keeps the buffer; {@code rest.length()} counts the prefix as well, if it is known. */
  public PrefixedSource(ByteBuffer prefix, ContentSource rest) {
    this.prefix = new BytesSource(prefix);
    this.rest = rest;
    this.length = rest.length();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    int n = prefix.read(target, offset, most);
    return n >= 0 ? n : rest.read(target, offset, most);
  }

  @Override
  public void whenReadable(Runnable signal) {
    rest.whenReadable(signal);
  }
}
