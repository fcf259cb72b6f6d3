package io.github.dfserver.manager.transfer;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A body as Undertow gives it: it may be asked whether it is ready only when that can have changed
 * since it last said no, and must not be read from once it has ended.
 */
final class StrictInput extends ServletInputStream {
  private final Deque<byte[]> here = new ArrayDeque<>();
  private ReadListener listener;
  private boolean mayAsk;
  private boolean ended;

  /** Bytes come. */
  void arrive(byte[] bytes) throws IOException {
    here.add(bytes);
    mayAsk = true;
    listener.onDataAvailable();
  }

  /** No more will come. */
  void end() throws IOException {
    ended = true;
    mayAsk = true;
    listener.onAllDataRead();
  }

  @Override
  public boolean isReady() {
    if (!mayAsk) {
      throw new IllegalStateException("asked again before anything changed");
    }
    mayAsk = !here.isEmpty();
    return mayAsk;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (here.isEmpty()) {
      throw new IllegalStateException("read from when nothing is there");
    }
    byte[] bytes = here.remove();
    System.arraycopy(bytes, 0, target, offset, bytes.length);
    return bytes.length;
  }

  @Override
  public int available() {
    return here.isEmpty() ? 0 : here.peek().length;
  }

  @Override
  public boolean isFinished() {
    return ended && here.isEmpty();
  }

  @Override
  public void setReadListener(ReadListener newListener) {
    listener = newListener;
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException();
  }
}
