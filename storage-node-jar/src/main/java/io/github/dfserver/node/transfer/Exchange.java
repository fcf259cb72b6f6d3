package io.github.dfserver.node.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One request and its answer. Everything but {@link Transfer} is for its loop's thread only. */
final class Exchange implements Transfer {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final int PATIENCE = 60;

  /** Bytes after which other exchanges get their turn. */
  private static final int TURN_BYTES = 4 << 20;

  private final Request request;
  private final Target target;
  private final TransferLoop loop;
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  private Wire wire;
  private boolean reused;
  private boolean connected;
  private ByteBuffer head;
  private long sent;
  private boolean answered;
  private boolean accepted;
  private ResponseHead response;
  private ResponseBody body;
  private long lastProgress = System.nanoTime();

  Exchange(Request request, Target target, TransferLoop loop) {
    this.request = request;
    this.target = target;
    this.loop = loop;
  }

  @Override
  public CompletionStage<Long> done() {
    return done;
  }

  @Override
  public void cancel() {
    loop.execute(() -> fail(new TransferException("the transfer was cancelled")));
  }

  void start() {
    if (loop.isClosed()) {
      fail(new TransferException("the node is being stopped"));
    } else if (!done.isDone()) {
      loop.add(this);
      Wire kept = loop.reuse(target);
      begin(kept, kept != null);
    }
  }

  /** Sends the request over {@code kept}, or over a new connection when that is null. */
  private void begin(Wire kept, boolean reuse) {
    reused = reuse;
    connected = reuse;
    head = request.head();
    sent = 0;
    answered = false;
    accepted = false;
    response = new ResponseHead();
    lastProgress = System.nanoTime();
    try {
      wire = reuse ? kept : loop.connect(target, request.access());
      wire.attach(this);
      if (reuse || wire.channel().isConnected()) {
        wire.await(true);
      } else {
        wire.awaitConnected();
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Does what can be done without waiting; {@code incoming} is anybody's afterwards. */
  void proceed(ByteBuffer incoming, Outgoing outgoing) {
    if (done.isDone()) {
      return;
    }
    try {
      if (!connected) {
        wire.channel().finishConnect();
        connected = true;
      }
      write(outgoing);
      read(incoming);
      goOn();
    } catch (IOException e) {
      outgoing.forget(this);
      failOrTryAgain(e);
    } catch (SourceException e) {
      fail(e.getCause());
    } catch (Throwable e) {
      fail(e); // an error, too, is one exchange's; the others go on
    }
  }

  /** Has this called again when there is something to do, unless all is done. */
  private void goOn() {
    if (done.isDone()) {
      return;
    }
    wire.await(hasMoreToSend());
    if (wire.bytes().hasBuffered()) {
      loop.soon(this); // the selector does not see it
    }
  }

  /** Whether something may be sent now. */
  private boolean hasMoreToSend() {
    return head.hasRemaining()
        || (sent < request.length() && (accepted || !request.expectsContinue()));
  }

  private void write(Outgoing outgoing) throws Exception {
    ByteStream to = wire.bytes();
    to.push();
    if (head.hasRemaining() && to.write(head) > 0) {
      progress();
    }
    for (long turn = 0; !head.hasRemaining() && hasMoreToSend() && turn < TURN_BYTES; ) {
      ByteBuffer bytes = next(outgoing);
      int written = to.write(bytes);
      sent += written;
      turn += written;
      if (written > 0) {
        progress();
      }
      if (bytes.hasRemaining()) {
        return;
      }
    }
  }

  private ByteBuffer next(Outgoing outgoing) throws SourceException {
    Source source = request.source().orElseThrow();
    try {
      return outgoing.of(this, source, request.offset() + sent, request.length() - sent);
    } catch (Exception e) {
      throw new SourceException(e); // not the connection's failure: another would not help
    }
  }

  private void read(ByteBuffer buffer) throws Exception {
    for (int turn = 0; turn < TURN_BYTES && !done.isDone(); ) {
      buffer.clear();
      int length = wire.bytes().read(buffer);
      if (length == 0) {
        return;
      }
      if (length < 0) {
        throw new TransferException("the manager closed the connection in mid-transfer");
      }
      answered = true;
      turn += length;
      progress();
      take(buffer.flip());
    }
  }

  private void take(ByteBuffer bytes) throws Exception {
    boolean whole = body == null && response.take(bytes);
    accepted |= whole || response.continued(); // the body may go now
    if (whole) {
      if (!response.success()) {
        throw refused();
      }
      if (head.hasRemaining() || sent < request.length()) {
        throw new TransferException("the manager answered before it had all bytes");
      }
      body = response.body();
    }
    if (body != null) {
      body.take(bytes, request.sink());
      if (body.ended()) {
        finish(!bytes.hasRemaining());
      }
    }
  }

  private void progress() {
    lastProgress = System.nanoTime();
  }

  void checkStalled() {
    Duration limit = limit();
    if (System.nanoTime() - lastProgress > limit.toNanos()) {
      fail(new TransferException(silence().formatted(limit.toSeconds())));
    }
  }

  private String silence() {
    if (!connected) {
      return "no connection within %d s";
    }
    return accepted ? "no byte went for %d s" : "the manager did not begin to answer within %d s";
  }

  /**
   * A manager that serves accepts a transfer at once; one that is being started may hold a request
   * for ever. From then on only the manager sees whether a client still sends or takes a byte now
   * and then, which may stay in buffers for long; it cuts a stalled transfer. Here is a limit for a
   * manager that does not.
   */
  private Duration limit() {
    if (connected) {
      return accepted ? request.stall().multipliedBy(PATIENCE) : request.stall();
    }
    return CONNECT_LIMIT.compareTo(request.stall()) < 0 ? CONNECT_LIMIT : request.stall();
  }

  private void finish(boolean clean) {
    loop.remove(this);
    if (clean && response.keepAlive() && !wire.bytes().hasBuffered()) {
      loop.keep(wire);
    } else {
      wire.close();
    }
    done.complete(request.source().isPresent() ? sent : body.size());
  }

  /**
   * A kept connection may have been closed by the manager just as it was used again. Without a byte
   * of an answer the request is sent once more, over a new one; a token serves once, so at worst
   * the second is refused.
   */
  private void failOrTryAgain(IOException failure) {
    if (reused && !answered) {
      wire.close();
      begin(null, false);
    } else {
      fail(failure);
    }
  }

  private void fail(Throwable failure) {
    if (done.isDone()) {
      return;
    }
    loop.remove(this);
    if (wire != null) {
      wire.close();
    }
    boolean own = failure instanceof TransferException || !(failure instanceof IOException);
    done.completeExceptionally(own ? failure : broken(failure));
  }

  private TransferException refused() {
    return request
        .access()
        .explain(response.status())
        .map(advice -> TransferException.advising(whereTo(), advice, null))
        .orElseGet(
            () -> new TransferException("the manager answered with status " + response.status()));
  }

  private TransferException broken(Throwable failure) {
    return request
        .access()
        .explain(failure)
        .map(advice -> TransferException.advising(whereTo(), advice, failure))
        .orElseGet(
            () -> new TransferException("the connection broke: " + failure.getMessage(), failure));
  }

  private String whereTo() {
    return "cannot reach " + request.origin();
  }
}
