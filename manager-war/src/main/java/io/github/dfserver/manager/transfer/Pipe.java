package io.github.dfserver.manager.transfer;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries bytes from a source to an answer without holding a thread: whichever end becomes ready
 * pumps. At most one thread pumps at a time; a signal that comes meanwhile makes it look again. One
 * buffer a pipe is all the memory that a transfer takes here.
 */
public final class Pipe implements Progress {
  private static final int BUFFER = 32 * 1024;

  /** After so many bytes without a pause a pipe lets others have the thread. */
  private static final int TURN = 64 * BUFFER;

  private final ContentSource source;
  private final ResponseBody sink;
  private final Executor executor;
  private final CompletableFuture<Long> done = new CompletableFuture<>();
  private final AtomicInteger signals = new AtomicInteger();
  private final Runnable pump = this::pump;
  private byte[] buffer;
  private boolean ended;
  private final ClientEnd client;
  private long count;
  private long flushed;
  private volatile long moved;
  private volatile long lastProgress = System.nanoTime();
  private volatile boolean waitsForSource;
  private volatile IOException cancelled;

  /** Which end of a pipe a client is. */
  public enum ClientEnd {
    /** The client sends: an upload. */
    SOURCE,
    /** The client takes: a download. */
    SINK,
    /** Both ends are ours: a move. */
    NEITHER
  }

  /** Where a pipe broke. */
  public static final class BrokenEndException extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean atSource;

    BrokenEndException(boolean atSource, Exception cause) {
      super(cause.getMessage(), cause);
      this.atSource = atSource;
    }

    /** Whether the bytes stopped coming; otherwise they were no longer taken. */
    public boolean atSource() {
      return atSource;
    }
  }

  /** Makes a pipe that does nothing before {@link #start}; long transfers go on on the executor. */
  public Pipe(ContentSource source, ResponseBody sink, ClientEnd client, Executor executor) {
    this.source = source;
    this.sink = sink;
    this.client = client;
    this.executor = executor;
  }

  /**
   * Starts. The stage completes with the number of bytes once the source has ended and the server
   * has taken all of them; exceptionally with a {@link BrokenEndException}, or with what {@link
   * #cancel} was given. It completes on the thread that pumps.
   */
  public CompletionStage<Long> start() {
    sink.whenWritable(pump);
    source.whenReadable(pump);
    return done;
  }

  /** What {@link #start} returns. */
  public CompletionStage<Long> done() {
    return done;
  }

  /** Ends the pipe; no byte moves any more once {@link #start}'s stage is complete. */
  public void cancel(IOException reason) {
    cancelled = reason;
    pump();
  }

  @Override
  public long lastProgress() {
    return lastProgress;
  }

  @Override
  public long moved() {
    return moved;
  }

  @Override
  public boolean waitsForClient() {
    return client == (waitsForSource ? ClientEnd.SOURCE : ClientEnd.SINK);
  }

  @Override
  public boolean waitsForSource() {
    return waitsForSource;
  }

  private void pump() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      if (!done.isDone()) {
        try {
          move();
        } catch (IOException | RuntimeException e) {
          finish(e);
        }
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void move() throws IOException {
    int budget = TURN;
    while (true) {
      if (cancelled != null) {
        throw cancelled;
      }
      if (!writable()) {
        return;
      }
      if (ended) {
        finish(null);
        return;
      }
      if (budget <= 0) {
        executor.execute(pump);
        return;
      }
      int n = read();
      waitsForSource = n == 0;
      if (n == 0) {
        flushIfLive();
        return;
      }
      if (n < 0) {
        ended = true;
        continue;
      }
      write(n);
      budget -= n;
    }
  }

  private boolean writable() throws IOException {
    try {
      return sink.ready();
    } catch (IOException | IllegalStateException e) {
      throw new BrokenEndException(false, e);
    }
  }

  private int read() throws IOException {
    if (buffer == null) {
      long length = source.length();
      buffer = new byte[length > 0 && length < BUFFER ? (int) length : BUFFER];
    }
    try {
      return source.read(buffer, 0, buffer.length);
    } catch (IOException | IllegalStateException e) {
      throw new BrokenEndException(true, e);
    }
  }

  private void write(int n) throws IOException {
    try {
      sink.write(buffer, 0, n);
    } catch (IOException | IllegalStateException e) {
      throw new BrokenEndException(false, e);
    }
    count += n;
    moved = count;
    lastProgress = System.nanoTime();
  }

  private void flushIfLive() throws IOException {
    if (source.isLive() && count > flushed) {
      flushed = count;
      try {
        sink.flush();
      } catch (IOException | IllegalStateException e) {
        throw new BrokenEndException(false, e);
      }
    }
  }

  private void finish(Throwable failure) {
    buffer = null;
    if (failure == null) {
      done.complete(count);
    } else {
      done.completeExceptionally(failure);
    }
  }
}
