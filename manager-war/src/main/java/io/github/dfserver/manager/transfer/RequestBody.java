package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.request.RequestOutcome;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;

/**
 * The body of a request in non-blocking mode (Servlet 6.0, section 3.7).
 *
 * <p>The server is asked whether there is more only when that can have changed: Undertow runs its
 * reader a second time, beside this one, when it is asked twice.
 */
public final class RequestBody implements ContentSource, ReadListener {
  private final HttpServletRequest request;
  private final ServletInputStream in;
  private final long length;
  private final RequestOutcome outcome;
  private long count;
  private boolean listening;
  private volatile boolean awaitsSignal = true;
  private volatile Runnable signal = () -> {};
  private volatile IOException failure;
  private volatile boolean arrived;
  private volatile boolean ended;

  /** For a request whose asynchronous mode has been started. */
  public RequestBody(HttpServletRequest request) throws IOException {
    this.request = request;
    this.in = request.getInputStream();
    this.length = request.getContentLengthLong();
    this.outcome = RequestOutcome.of(request);
  }

  @Override
  public long length() {
    return length;
  }

  /**
   * The whole body, where the server holds all of it already, so that reading it cannot block;
   * otherwise null. To be called before anything else is.
   */
  public byte[] alreadyHere(int most) throws IOException {
    if (length < 0 || length > most || in.available() < length) {
      return null;
    }
    byte[] body = in.readNBytes((int) length);
    if (body.length < length) {
      throw endedEarly();
    }
    ended = true;
    count = length;
    outcome.received(length);
    return body;
  }

  @Override
  public void whenReadable(Runnable newSignal) {
    signal = newSignal;
    if (listening || ended) {
      newSignal.run();
    } else {
      listening = true;
      in.setReadListener(this);
    }
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (ended || count == length) {
      return end();
    }
    int n;
    try {
      if (!ready()) {
        if (!arrived) {
          return 0;
        }
        // Some servers say that all has been read when all has arrived: what is left is read then.
        // Others throw when they are read from once all has been read.
        if (in.isFinished() && in.available() == 0) {
          return end();
        }
      }
      n = in.read(target, offset, most);
    } catch (IOException e) {
      outcome.aborted();
      throw e;
    }
    if (n < 0) {
      return end();
    }
    count += n;
    outcome.received(n);
    return n;
  }

  private boolean ready() {
    if (awaitsSignal) {
      return false;
    }
    awaitsSignal = true; // before the answer, after which the signal may come at once
    if (!in.isReady()) {
      return false;
    }
    awaitsSignal = false;
    return true;
  }

  private int end() throws IOException {
    ended = true;
    if (failure != null) {
      throw failure;
    }
    if (length >= 0 && count < length) {
      throw endedEarly();
    }
    return -1;
  }

  /** Whether all of the body has been read, so that the connection can serve another request. */
  public boolean consumed() {
    return ended || length == 0 || (length > 0 && count == length);
  }

  /** The request that the body belongs to. */
  public HttpServletRequest request() {
    return request;
  }

  @Override
  public void onDataAvailable() {
    awaitsSignal = false;
    signal.run();
  }

  @Override
  public void onAllDataRead() {
    arrived = true;
    awaitsSignal = false;
    signal.run();
  }

  @Override
  public void onError(Throwable thrown) {
    failure = thrown instanceof IOException e ? e : new IOException(thrown);
    outcome.aborted();
    signal.run();
  }

  private EOFException endedEarly() {
    outcome.aborted();
    return new EOFException("the body ended after " + count + " of " + length + " bytes");
  }
}
