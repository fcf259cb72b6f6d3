package io.github.dfserver.manager.transfer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The body of an answer as Undertow takes it; see {@link StrictInput}. */
final class StrictOutput extends ServletOutputStream {
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private WriteListener listener;
  private boolean mayAsk;
  private boolean ready;
  private int flushes;

  /** Something can be written; that is said only to who has listened. */
  void takes(boolean more) throws IOException {
    ready = more;
    mayAsk = true;
    listener.onWritePossible();
  }

  byte[] taken() {
    return taken.toByteArray();
  }

  int flushes() {
    return flushes;
  }

  @Override
  public void flush() {
    flushes++;
  }

  @Override
  public boolean isReady() {
    if (!mayAsk) {
      throw new IllegalStateException("asked again before anything changed");
    }
    mayAsk = ready;
    return ready;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    taken.write(bytes, offset, length);
  }

  @Override
  public void setWriteListener(WriteListener newListener) {
    listener = newListener;
  }

  @Override
  public void write(int one) {
    throw new UnsupportedOperationException();
  }
}
