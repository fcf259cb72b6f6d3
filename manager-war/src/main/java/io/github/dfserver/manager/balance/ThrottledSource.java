package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.transfer.ContentSource;
import java.io.IOException;

/** Bytes that come no faster than a bandwidth allows. */
final class ThrottledSource implements ContentSource {
  private final ContentSource source;
  private final Bandwidth bandwidth;
  private volatile Runnable signal = () -> {};

  ThrottledSource(ContentSource source, Bandwidth bandwidth) {
    this.source = source;
    this.bandwidth = bandwidth;
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int leave = bandwidth.take(length, signal);
    if (leave == 0) {
      return 0;
    }
    int n = 0;
    try {
      n = source.read(target, offset, leave);
    } finally {
      bandwidth.giveBack(leave - Math.max(0, n));
    }
    return n;
  }

  @Override
  public void whenReadable(Runnable newSignal) {
    signal = newSignal;
    source.whenReadable(newSignal);
  }
}
