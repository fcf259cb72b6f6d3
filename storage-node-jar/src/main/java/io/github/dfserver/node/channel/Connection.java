package io.github.dfserver.node.channel;

import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.Goodbye;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.Status;
import io.github.dfserver.protocol.StatusReceived;
import io.github.dfserver.protocol.StoreStatus;
import io.github.dfserver.protocol.Welcome;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One WebSocket connection to a manager, from the greeting to the end. The receive callbacks decode
 * and hand on, and wait for nothing. Everything else is called by the channel's thread.
 */
final class Connection implements WebSocket.Listener {
  private static final Logger LOG = System.getLogger(Connection.class.getName());
  private static final Duration SILENCE_BEFORE_WELCOME = Duration.ofSeconds(20);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  // RFC 6455, 7.4.1
  private static final int PROTOCOL_ERROR = 1002;
  private static final int NO_CLOSE_CODE = 1006;

  /** What happens when the manager takes the node; may fail, which ends the connection. */
  interface Reception {
    Commands welcome(Welcome welcome, AnswerWriter answers) throws IOException;
  }

  /**
   * Why a connection has ended.
   *
   * @param reason in words
   * @param refusal what the manager said, if it refused
   */
  record Ending(String reason, Optional<Refused> refusal) {}

  private final Reception reception;
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private final MessageAssembler assembler = new MessageAssembler();
  private final AnswerWriter answers =
      new AnswerWriter(this::send, this::quickCommands, this::sendFailed);

  private volatile WebSocket socket;
  private volatile long lastHeard = System.nanoTime();
  private volatile Welcome welcome;
  private volatile Commands commands;
  private volatile boolean statusReceived;
  private volatile boolean givenUp;
  private volatile int closeCode = WebSocket.NORMAL_CLOSURE;

  Connection(Reception reception) {
    this.reception = reception;
  }

  /** Begins to send, with the greeting. */
  void greet(WebSocket opened, Hello hello, ThreadFactory threads) {
    socket = opened;
    lastHeard = System.nanoTime();
    answers.offer(hello);
    threads.newThread(answers).start();
    opened.request(1);
  }

  /** Instead of {@link #greet}: the connection is not wanted, should it still be opened. */
  void giveUp() {
    givenUp = true;
  }

  // Receiving: the WebSocket calls these one at a time.

  @Override
  public void onOpen(WebSocket opened) {
    // Nothing is asked for before the greeting.
    if (givenUp) {
      opened.abort();
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    lastHeard = System.nanoTime();
    try {
      ByteBuffer message = assembler.take(data, last);
      if (message != null) {
        FrameReader<ManagerMessage> frames = FrameReader.fromManager(message);
        while (frames.hasNext()) {
          receive(frames.next());
        }
      }
      from.request(1);
    } catch (ProtocolException e) {
      violation(e.getMessage());
    } catch (IOException | RuntimeException e) {
      end("a message could not be handled: " + e.getMessage());
    }
    return null;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    violation("a text message");
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    lastHeard = System.nanoTime();
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    lastHeard = System.nanoTime();
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    end("the manager closed the connection (" + code + (reason.isEmpty() ? ")" : ") " + reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(NO_CLOSE_CODE);
    end("the connection broke: " + error.getMessage());
  }

  private void receive(ManagerMessage message) throws IOException {
    if (message instanceof Command command) {
      if (commands == null) {
        throw new ProtocolException("a command before the welcome");
      }
      commands.accept(command);
    } else if (message instanceof StatusReceived) {
      statusReceived = true;
    } else if (message instanceof Refused refused) {
      end(new Ending("the manager refused: " + refused.detail(), Optional.of(refused)));
    } else if (message instanceof Welcome first) {
      if (commands != null) {
        throw new ProtocolException("a second welcome");
      }
      commands = reception.welcome(first, answers);
      welcome = first;
    }
  }

  private void violation(String sentence) {
    closeCode = PROTOCOL_ERROR;
    end("the manager broke the protocol: " + sentence);
  }

  // Sending

  private void send(ByteBuffer message) throws IOException, InterruptedException {
    try {
      socket.sendBinary(message, true).get(silenceLimit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the manager takes nothing", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private void sendFailed(Exception failure) {
    end("the connection broke while sending: " + failure.getMessage());
  }

  private int quickCommands() {
    Commands taken = commands;
    return taken == null ? 0 : taken.quick();
  }

  void sendStatus(StoreStatus status) {
    answers.offer(new Status(status));
  }

  /** Says that the node is being stopped; what is under way can still be ended. */
  void sayGoodbye(StoreStatus status) {
    if (commands != null) {
      commands.stopStoring();
    }
    statusReceived = false;
    answers.offer(new Goodbye("the node is being stopped"));
    answers.offer(new Status(status));
  }

  /** After the goodbye: whether the manager has taken notice of it and nothing is under way. */
  boolean isFinished() {
    return commands == null || (statusReceived && commands.isIdle() && answers.isIdle());
  }

  // The end

  boolean isWelcomed() {
    return welcome != null;
  }

  Duration heartbeat() {
    Welcome heard = welcome;
    return Duration.ofSeconds(heard == null ? 5 : heard.heartbeatSeconds());
  }

  private Duration silenceLimit() {
    Welcome heard = welcome;
    return heard == null ? SILENCE_BEFORE_WELCOME : Duration.ofSeconds(heard.silenceSeconds());
  }

  /** Ends the connection if the manager has been silent for too long. */
  void checkSilence() {
    if (System.nanoTime() - lastHeard > silenceLimit().toNanos()) {
      end("nothing was heard from the manager for " + silenceLimit().toSeconds() + " s");
    }
  }

  /** Waits for the end, so long; empty when it has not come. */
  Optional<Ending> awaitEnd(Duration limit) throws InterruptedException {
    try {
      return Optional.of(ended.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an end is never exceptional", e);
    }
  }

  void end(String reason) {
    end(new Ending(reason, Optional.empty()));
  }

  private void end(Ending ending) {
    ended.complete(ending);
  }

  /** Lets everything go: the socket, the writer's thread, the transfers. */
  void release() throws InterruptedException {
    answers.close();
    if (commands != null) {
      commands.abandon();
    }
    try {
      socket.sendClose(closeCode, "").get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (closeCode == WebSocket.NORMAL_CLOSURE) {
        closed.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.DEBUG, "the connection was not closed in good order", e);
    } finally {
      socket.abort();
    }
  }

  /** After {@link #release}: whether within {@code limit} nothing is being executed any more. */
  boolean awaitQuiet(Duration limit) throws InterruptedException {
    return commands == null || commands.awaitQuiet(limit);
  }
}
