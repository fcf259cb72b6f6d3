package io.github.dfserver.node.channel;

import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.Goodbye;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.NodeMessage;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.ProtocolVersion;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.Status;
import io.github.dfserver.protocol.StatusReceived;
import io.github.dfserver.protocol.StoreStatus;
import io.github.dfserver.protocol.Welcome;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection to a manager, from the greeting to the end. What comes is decoded and handed on,
 * which waits for nothing. Everything that is not said to be for any thread is called by the
 * channel's thread.
 */
final class Connection implements ManagerSocket.Receiver {
  private static final Logger LOG = System.getLogger(Connection.class.getName());

  /** News that may wait to be sent; an inventory tells of what is lost. */
  private static final int MOST_UNTOLD = 1024;

  private static final Duration SILENCE_BEFORE_WELCOME = Duration.ofSeconds(20);

  /** What happens when the manager takes the node; must not wait. */
  interface Reception {
    Commands welcome(Welcome welcome, Connection connection);
  }

  /**
   * Why a connection has ended.
   *
   * @param reason in words
   * @param refusal what the manager said, if it refused
   */
  record Ending(String reason, Optional<Refused> refusal) {}

  private final Reception reception;
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private final AnswerWriter answers =
      new AnswerWriter(this::send, this::quickCommands, this::sendFailed);
  private final AtomicInteger untold = new AtomicInteger();
  private final Object receiving = new Object();
  private boolean released; // guarded by receiving
  private Origin origin; // guarded by receiving; of the command that has to follow, or null

  private volatile ManagerSocket socket;
  private volatile long lastHeard = System.nanoTime();
  private volatile Welcome welcome;
  private volatile Commands commands;
  private volatile boolean statusReceived;
  private volatile CloseCode closeCode = CloseCodes.NORMAL_CLOSURE;

  Connection(Reception reception) {
    this.reception = reception;
  }

  /** Begins to send, with the greeting. */
  void greet(ManagerSocket opened, Hello hello, ThreadFactory threads) {
    socket = opened;
    lastHeard = System.nanoTime();
    answers.offer(hello);
    threads.newThread(answers).start();
  }

  // Receiving

  @Override
  public void received(ByteBuffer message) {
    lastHeard = System.nanoTime();
    synchronized (receiving) {
      if (released || ended.isDone()) {
        return;
      }
      try {
        FrameReader<ManagerMessage> frames = FrameReader.fromManager(message);
        while (frames.hasNext()) {
          receive(frames.next());
        }
        if (origin != null) {
          throw new ProtocolException("an origin without its command");
        }
      } catch (ProtocolException e) {
        violated(CloseCodes.PROTOCOL_ERROR, e.getMessage());
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a message could not be handled", e);
        end("a message could not be handled: " + e);
      }
    }
  }

  private void receive(ManagerMessage message) throws ProtocolException {
    Optional<Origin> named = Optional.ofNullable(origin);
    origin = null;
    if (named.isPresent()
        && !(message instanceof Command && message.requestId() == named.get().requestId())) {
      throw new ProtocolException("an origin before something else than its command");
    }
    if (message instanceof Command command) {
      if (commands == null) {
        throw new ProtocolException("a command before the welcome");
      }
      commands.accept(command, named);
    } else if (message instanceof Origin next) {
      if (welcome == null || welcome.protocolVersion() < ProtocolVersion.ORIGIN) {
        throw new ProtocolException("an origin, which this version does not have");
      }
      origin = next;
    } else if (message instanceof StatusReceived) {
      statusReceived = true;
    } else if (message instanceof Refused refused) {
      end(new Ending("the manager refused: " + refused.detail(), Optional.of(refused)));
    } else if (message instanceof Welcome first) {
      if (commands != null) {
        throw new ProtocolException("a second welcome");
      }
      commands = reception.welcome(first, this);
      welcome = first;
    }
  }

  @Override
  public void violated(CloseCode code, String sentence) {
    closeCode = code;
    end("the manager broke the protocol: " + sentence);
  }

  @Override
  public void ended(String reason) {
    end(reason);
  }

  // Sending

  private void send(ByteBuffer message) throws IOException, InterruptedException {
    socket.send(message, silenceLimit());
  }

  private void sendFailed(Exception failure) {
    end("the connection broke while sending: " + failure.getMessage());
  }

  /** For any thread; {@code sent} is run once the answer's memory is free. */
  void answer(Answer answer, Runnable sent) {
    answers.offer(answer, sent);
  }

  private int quickCommands() {
    Commands taken = commands;
    return taken == null ? 0 : taken.quick();
  }

  /** After the welcome: tells news, unless too much of it waits to be sent; for any thread. */
  void tell(NodeMessage message) {
    if (isWelcomed()) {
      if (untold.incrementAndGet() > MOST_UNTOLD) {
        untold.decrementAndGet();
      } else {
        answers.offer(message, untold::decrementAndGet);
      }
    }
  }

  /** Tells the first news, while the welcome is being received. */
  void sendFirst(NodeMessage message) {
    answers.offer(message);
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

  /** Some time after the goodbye: lets nothing new begin, once no large file is on its way. */
  void stopReading() {
    if (commands != null) {
      commands.stopReading();
    }
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

  /** For any thread. */
  void end(String reason) {
    end(new Ending(reason, Optional.empty()));
  }

  private void end(Ending ending) {
    ended.complete(ending);
  }

  /** Lets everything go: the socket with its threads, the writer's thread, the transfers. */
  void release() {
    answers.close();
    synchronized (receiving) {
      released = true;
    }
    if (commands != null) {
      commands.abandon();
    }
    socket.close(closeCode);
  }

  /** After {@link #release}: whether within {@code limit} nothing is being executed any more. */
  boolean awaitQuiet(Duration limit) throws InterruptedException {
    return commands == null || commands.awaitQuiet(limit);
  }
}
