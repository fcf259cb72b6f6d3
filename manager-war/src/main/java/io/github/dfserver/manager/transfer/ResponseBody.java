package io.github.dfserver.manager.transfer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongConsumer;

/**
 * The body of an answer in non-blocking mode (Servlet 6.0, section 5.7). Used by one thread at a
 * time, whichever it is.
 *
 * <p>The server is asked whether it takes more only when that can have changed: Undertow runs its
 * writer a second time, beside this one, when it is asked twice.
 */
public final class ResponseBody implements WriteListener {
  private final ServletOutputStream out;
  private final LongConsumer count;
  private boolean listening;
  private volatile boolean awaitsSignal = true;
  private volatile Runnable signal = () -> {};
  private volatile IOException failure;

  /**
   * For the output of an answer whose request is in asynchronous mode; headers are set already.
   *
   * @param count is told how many bytes the server has taken, again and again
   */
  public ResponseBody(ServletOutputStream out, LongConsumer count) {
    this.out = out;
    this.count = count;
  }

  /**
   * Says how long the answer will be. As a header: Undertow ends an answer by itself, and without a
   * word to its listener, once what {@code setContentLength} was given has been written.
   *
   * @param length bytes, 0 or more
   */
  public static void announceLength(HttpServletResponse response, long length) {
    response.setHeader("Content-Length", Long.toString(length));
  }

  /** Sets what is run, on any thread, when writing may have become possible or has failed. */
  public void whenWritable(Runnable newSignal) {
    signal = newSignal;
    if (!listening) {
      listening = true;
      out.setWriteListener(this);
    }
  }

  /**
   * Whether {@link #write} may be called now, and all that was written before has been taken.
   *
   * @throws IOException when the reader is gone
   */
  public boolean ready() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (awaitsSignal) {
      return false;
    }
    awaitsSignal = true; // before the answer, after which the signal may come at once
    if (!out.isReady()) {
      return false;
    }
    awaitsSignal = false;
    return true;
  }

  /** Writes without blocking; the array must not change before {@link #ready} is true again. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    count.accept(length);
  }

  /** Hands on what the server has buffered; only when {@link #ready} is true. */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void onWritePossible() {
    awaitsSignal = false;
    signal.run();
  }

  @Override
  public void onError(Throwable thrown) {
    failure = thrown instanceof IOException e ? e : new IOException(thrown);
    signal.run();
  }
}
