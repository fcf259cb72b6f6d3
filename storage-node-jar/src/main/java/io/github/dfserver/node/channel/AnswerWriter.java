package io.github.dfserver.node.channel;

import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.Limits;
import io.github.dfserver.protocol.NodeMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Packs what is to be sent: one thread takes all that is queued into one WebSocket message, since
 * that costs both sides about as much as a message with a single answer. It sends at once when no
 * other answer is about to come, and waits a moment for company otherwise. The queue is bounded by
 * the commands that may be unanswered. {@link #offer}, {@link #isIdle} and {@link #close} are safe
 * for any thread.
 */
final class AnswerWriter implements Runnable {
  /** How long an answer waits for others; a WebSocket message costs about this much. */
  static final Duration COMPANY = Duration.ofNanos(200_000);

  /** Sends a message and returns once the buffer may be used again. */
  interface Outlet {
    void send(ByteBuffer message) throws IOException, InterruptedException;
  }

  private record Entry(NodeMessage message, int bytes, Runnable sent) {}

  private final Outlet outlet;
  private final IntSupplier expected;
  private final Consumer<Exception> failed;
  private final ByteBuffer buffer = ByteBuffer.allocate(Limits.MAX_MESSAGE_BYTES);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Entry> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean sending;
  private boolean closed;

  /**
   * Of one connection.
   *
   * @param expected how many answers are likely to come within the next moment
   * @param failed is told when sending has failed, after which nothing is sent any more
   */
  AnswerWriter(Outlet outlet, IntSupplier expected, Consumer<Exception> failed) {
    this.outlet = outlet;
    this.expected = expected;
    this.failed = failed;
  }

  void offer(NodeMessage message) {
    offer(message, () -> {});
  }

  /**
   * Queues a message; never waits.
   *
   * @param sent run once the message has been sent, or never will be
   */
  void offer(NodeMessage message, Runnable sent) {
    int bytes = FrameWriter.size(message);
    lock.lock();
    try {
      if (!closed) {
        queue.add(new Entry(message, bytes, sent));
        queuedBytes += bytes;
        if (queue.size() == 1 || isEnough()) {
          changed.signal();
        }
        return;
      }
    } finally {
      lock.unlock();
    }
    sent.run();
  }

  private boolean isEnough() {
    return queuedBytes >= Limits.MAX_MESSAGE_BYTES || expected.getAsInt() <= 0;
  }

  /** Whether all that was offered has been sent. */
  boolean isIdle() {
    lock.lock();
    try {
      return queue.isEmpty() && !sending;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      for (List<Entry> batch = take(); !batch.isEmpty(); batch = take()) {
        send(batch);
      }
    } catch (IOException | RuntimeException e) {
      failed.accept(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed.accept(e);
    } finally {
      close();
    }
  }

  /** Waits for something to send; empty once closed. */
  private List<Entry> take() throws InterruptedException {
    List<Entry> batch = new ArrayList<>();
    lock.lockInterruptibly();
    try {
      sending = false;
      while (queue.isEmpty() && !closed) {
        changed.await();
      }
      for (long left = COMPANY.toNanos(); left > 0 && !isEnough() && !closed; ) {
        left = changed.awaitNanos(left);
      }
      int bytes = 0;
      while (!queue.isEmpty() && bytes + queue.peek().bytes() <= Limits.MAX_MESSAGE_BYTES) {
        bytes += queue.peek().bytes();
        batch.add(queue.remove());
      }
      queuedBytes -= bytes;
      sending = !batch.isEmpty();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void send(List<Entry> batch) throws IOException, InterruptedException {
    try {
      buffer.clear();
      for (Entry entry : batch) {
        FrameWriter.write(entry.message(), buffer);
      }
      outlet.send(buffer.flip());
    } finally {
      batch.forEach(entry -> entry.sent().run());
    }
  }

  /** Drops what is queued and ends the thread. */
  void close() {
    List<Entry> dropped;
    lock.lock();
    try {
      closed = true;
      dropped = new ArrayList<>(queue);
      queue.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
    dropped.forEach(entry -> entry.sent().run());
  }
}
