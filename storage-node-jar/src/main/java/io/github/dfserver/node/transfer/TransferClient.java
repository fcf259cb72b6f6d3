package io.github.dfserver.node.transfer;

import io.github.dfserver.node.credentials.Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs transfers on a few threads, whatever their number. A transfer takes a kilobyte or two of
 * heap; file bytes pass through one buffer per thread for each way. Connections are kept for a
 * while for the next transfer. Safe for any thread.
 */
public final class TransferClient implements AutoCloseable {
  private final TransferLoop[] loops;
  private final Credentials credentials;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Starts the threads.
   *
   * @param loops how many
   * @param credentials what managers are shown and who is trusted to be one; asked for each
   *     transfer
   */
  public TransferClient(int loops, ThreadFactory threads, Credentials credentials)
      throws IOException {
    this.credentials = credentials;
    this.loops = new TransferLoop[loops];
    for (int i = 0; i < loops; i++) {
      this.loops[i] = new TransferLoop();
      threads.newThread(this.loops[i]).start();
    }
  }

  /**
   * Fetches the body of {@code GET uri} into {@code sink}. May block to look a host name up, and to
   * read credentials.
   *
   * @param stall how long connecting may take, and then the beginning of an answer; afterwards the
   *     manager, which cuts stalled transfers, may be silent for sixty times as long
   */
  public Transfer receive(URI uri, Sink sink, Duration stall) {
    return start(Request.get(uri, Access.of(credentials), sink, stall));
  }

  /**
   * Sends {@code length} bytes of {@code source}, from {@code offset} on, as the body of {@code
   * POST uri}; done when the manager has answered with success. May block to look a host name up,
   * and to read credentials.
   *
   * @param stall how long connecting may take, and then the beginning of an answer; afterwards the
   *     manager, which cuts stalled transfers, may be silent for sixty times as long
   */
  public Transfer send(URI uri, Source source, long offset, long length, Duration stall) {
    return start(Request.post(uri, Access.of(credentials), source, offset, length, stall));
  }

  /**
   * Finds out with a request why nobody serves something else at {@code uri}.
   *
   * @param limit how long the answer may take
   * @return what an operator has to do about it; empty when nobody knows
   */
  public Optional<String> inquire(URI uri, Duration limit) throws InterruptedException {
    Transfer question = receive(uri, answer -> {}, limit);
    try {
      question.done().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return e.getCause() instanceof TransferException known ? known.advice() : Optional.empty();
    } catch (TimeoutException e) {
      return Optional.empty();
    } finally {
      question.cancel();
    }
  }

  private Transfer start(Request request) {
    TransferLoop loop = loops[Math.floorMod(next.getAndIncrement(), loops.length)];
    Exchange exchange = new Exchange(request, Target.of(request.uri()), loop);
    loop.execute(exchange::start);
    return exchange;
  }

  /** Cuts every transfer and ends the threads; does not wait for them. */
  @Override
  public void close() {
    for (TransferLoop loop : loops) {
      loop.close();
    }
  }
}
