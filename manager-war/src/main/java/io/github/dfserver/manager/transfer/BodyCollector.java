package io.github.dfserver.manager.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads a body, without blocking, until it ends or is longer than a limit. At most one thread reads
 * at a time.
 */
public final class BodyCollector implements ClientBody {
  private static final int FIRST = 4 * 1024;

  private final ContentSource source;
  private final int limit;
  private final CompletableFuture<Collected> result = new CompletableFuture<>();
  private final AtomicInteger signals = new AtomicInteger();
  private byte[] bytes;
  private int count;
  private volatile long moved;
  private volatile long lastProgress = System.nanoTime();

  /**
   * What was read.
   *
   * @param bytes all of the body, or its beginning
   * @param whole whether that is all
   */
  public record Collected(ByteBuffer bytes, boolean whole) {}

  /** Reads nothing before {@link #collect}; {@code limit} is in bytes. */
  public BodyCollector(ContentSource source, int limit) {
    this.source = source;
    this.limit = limit;
    long length = source.length();
    bytes = new byte[(int) Math.min(length > 0 ? Math.min(length, FIRST) : FIRST, limit + 1L)];
  }

  /** Begins; completes exceptionally with an {@link IOException} when the body ends too early. */
  public CompletableFuture<Collected> collect() {
    source.whenReadable(this::pump);
    return result;
  }

  @Override
  public long lastProgress() {
    return lastProgress;
  }

  @Override
  public long moved() {
    return moved;
  }

  /** Gives up. */
  public void cancel(IOException reason) {
    result.completeExceptionally(reason);
  }

  private void pump() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      if (!result.isDone()) {
        try {
          read();
        } catch (IOException | RuntimeException e) {
          result.completeExceptionally(e);
        }
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void read() throws IOException {
    while (true) {
      if (count == bytes.length && count <= limit) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * count + 1, limit + 1L));
      }
      int n = count > limit ? -2 : source.read(bytes, count, bytes.length - count);
      if (n == 0) {
        return;
      }
      if (n < 0) {
        result.complete(new Collected(ByteBuffer.wrap(bytes, 0, count), n == -1));
        return;
      }
      count += n;
      moved = count;
      lastProgress = System.nanoTime();
    }
  }
}
