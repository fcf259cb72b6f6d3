package io.github.dfserver.manager.node;

import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.Limits;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.ProtocolVersion;
import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.Tracer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * One connection of a node: commands go out packed by a thread of its own, answers complete the
 * futures of those who wait for them, on the workers. Thread-safe.
 */
public final class NodeChannel implements NodeLink {
  /** Commands that may be unanswered at a time. */
  public static final int MAX_IN_FLIGHT = 4096;

  private static final Logger LOG = System.getLogger(NodeChannel.class.getName());

  /**
   * How long the writer waits for company when other commands are in flight: a WebSocket message
   * costs some servers more than all of the commands in it.
   */
  private static final long GATHER_NANOS = 100_000;

  /** Bytes a second that any disk forces. */
  private static final long SLOWEST_DISK = 4 << 20;

  /** The deadline of a command that has none. */
  static final long FOREVER = Long.MIN_VALUE;

  private record Pending(CompletableFuture<Answer> answer, long deadline) {}

  private final NodeConnection connection;
  private final Executor workers;
  private final long timeoutNanos;
  private final CommandMetrics metrics;
  private final Tracer tracer;

  /** What is sent together, in one WebSocket message. */
  private final BlockingQueue<List<ManagerMessage>> outgoing =
      new ArrayBlockingQueue<>(MAX_IN_FLIGHT + 64);

  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong lastRequest = new AtomicLong();
  private volatile long lastHeard = System.nanoTime();
  private volatile int version = ProtocolVersion.OLDEST;
  private volatile String node = "";
  private volatile boolean closed;
  private volatile ManagerMessage lastWord;

  NodeChannel(
      NodeConnection connection,
      Executor workers,
      long timeoutNanos,
      CommandMetrics metrics,
      Tracer tracer) {
    this.connection = connection;
    this.workers = workers;
    this.timeoutNanos = timeoutNanos;
    this.metrics = metrics;
    this.tracer = tracer;
  }

  @Override
  public <A extends Answer> CompletableFuture<A> ask(
      Class<A> answerType, LongFunction<? extends Command> command) {
    return ask(answerType, due(0), Optional.empty(), command);
  }

  @Override
  public <A extends Answer> CompletableFuture<A> askForWork(
      Class<A> answerType, long bytes, LongFunction<? extends Command> command) {
    return ask(answerType, due(bytes), Optional.empty(), command);
  }

  /** When a node has to have answered that is to bring so many bytes to its disk. */
  long due(long bytes) {
    return System.nanoTime() + timeoutNanos + forcing(bytes).toNanos();
  }

  /** How long a node may take to bring so many bytes to its disk. */
  public static Duration forcing(long bytes) {
    return Duration.ofSeconds(bytes / SLOWEST_DISK);
  }

  @Override
  public <A extends Answer> CompletableFuture<A> askForTransfer(
      Class<A> answerType, LongFunction<? extends Command> command) {
    return ask(answerType, FOREVER, Optional.empty(), command);
  }

  @Override
  public NodeLink serving(RequestOrigin origin) {
    return new ServingLink(this, origin);
  }

  /**
   * Whose channel it is; before anybody can ask the node.
   *
   * @param agreed the version of the protocol that the node and this manager speak
   */
  void admitted(String nodeId, int agreed) {
    node = nodeId;
    version = agreed;
  }

  /**
   * Sends a command for another manager, and gives the node's answer as it is, {@link Failed}
   * included. Otherwise like {@link #ask}.
   *
   * @param allowed how long the node may take; empty for a transfer, which the other one watches
   * @param origin the client's request that it serves, where the other one said so
   */
  CompletableFuture<Answer> relay(
      Optional<Duration> allowed,
      Optional<RequestOrigin> origin,
      LongFunction<? extends Command> command) {
    return send(
        allowed.map(time -> System.nanoTime() + time.toNanos()).orElse(FOREVER), origin, command);
  }

  <A extends Answer> CompletableFuture<A> ask(
      Class<A> answerType,
      long deadline,
      Optional<RequestOrigin> origin,
      LongFunction<? extends Command> command) {
    return send(deadline, origin, command)
        .thenApply(
            a -> {
              if (a instanceof Failed failed) {
                throw new CommandFailedException(failed.code(), failed.detail());
              }
              if (!answerType.isInstance(a)) {
                close("answered a command with " + a.type());
                throw new NodeUnavailableException("the node gave a wrong answer", true);
              }
              return answerType.cast(a);
            });
  }

  private CompletableFuture<Answer> send(
      long deadline, Optional<RequestOrigin> origin, LongFunction<? extends Command> command) {
    long id = lastRequest.incrementAndGet();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    if (pending.size() >= MAX_IN_FLIGHT) {
      return CompletableFuture.failedFuture(
          new NodeUnavailableException("too many commands wait for the node", false));
    }
    Command given = command.apply(id);
    pending.put(id, new Pending(answer, deadline));
    metrics.given(given.type(), answer);
    Span span = CommandSpans.begin(tracer, node, given, origin);
    CommandSpans.endWith(span, answer);
    if (closed || !outgoing.offer(frames(origin.map(request -> request.within(span)), given))) {
      pending.remove(id);
      CommandSpans.notSent(span);
      return CompletableFuture.failedFuture(
          new NodeUnavailableException("the node is not connected", false));
    }
    if (closed && pending.remove(id) != null) {
      return CompletableFuture.failedFuture(
          new NodeUnavailableException("the node went away", true));
    }
    return answer;
  }

  private List<ManagerMessage> frames(Optional<RequestOrigin> origin, Command command) {
    if (origin.isEmpty() || version < ProtocolVersion.ORIGIN) {
      return List.of(command);
    }
    RequestOrigin request = origin.get();
    return List.of(
        new Origin(command.requestId(), request.requestId(), request.traceparent()), command);
  }

  /** Sends something that has no answer; what does not fit the queue ends the connection. */
  void tell(ManagerMessage message) {
    if (!outgoing.offer(List.of(message))) {
      close("takes nothing");
    }
  }

  /** Sends a last word and then closes. */
  void tellAndClose(ManagerMessage message) {
    lastWord = message; // before the writer can take it
    tell(message);
  }

  /** Notes that the peer is alive. */
  void heard() {
    lastHeard = System.nanoTime();
  }

  /** When the peer was last heard, in {@link System#nanoTime}. */
  long lastHeard() {
    return lastHeard;
  }

  /** When the peer was last heard. */
  Instant lastHeardAt() {
    return Instant.now().minusNanos(System.nanoTime() - lastHeard);
  }

  /** An answer arrived. */
  void answered(Answer answer) throws ProtocolException {
    Pending waiting = pending.remove(answer.requestId());
    if (waiting == null) {
      if (answer.requestId() > lastRequest.get()) {
        throw new ProtocolException("an answer to a command that was never given");
      }
      return; // it was given up after its time-out
    }
    onWorker(() -> waiting.answer.complete(answer));
  }

  /** Gives up what has waited too long. */
  void expire(long now) {
    pending.forEach(
        (id, waiting) -> {
          if (waiting.deadline != FOREVER
              && now - waiting.deadline > 0
              && pending.remove(id, waiting)) {
            fail(waiting, "the node did not answer in time");
          }
        });
  }

  private void fail(Pending waiting, String reason) {
    onWorker(
        () -> waiting.answer.completeExceptionally(new NodeUnavailableException(reason, true)));
  }

  /** Whoever waits is told in any case: on this thread when the workers take nothing. */
  private void onWorker(Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "The workers take nothing", e);
      task.run();
    }
  }

  @Override
  public boolean closed() {
    return closed;
  }

  /** Where the peer is, for the log. */
  String peer() {
    return connection.peer();
  }

  /** Ends the connection; everything that waits for an answer fails. Safe to repeat. */
  void close(String reason) {
    closed = true;
    connection.close(reason);
    List<Long> waiting = new ArrayList<>(pending.keySet());
    for (Long id : waiting) {
      Pending one = pending.remove(id);
      if (one != null) {
        fail(one, "the node went away");
      }
    }
  }

  /** The loop of the thread that writes. */
  void write() {
    List<ManagerMessage> kept = null;
    try {
      while (!closed) {
        List<ManagerMessage> first = kept != null ? kept : outgoing.poll(1, TimeUnit.SECONDS);
        kept = null;
        if (first == null) {
          continue;
        }
        if (outgoing.isEmpty() && pending.size() > 1) {
          LockSupport.parkNanos(GATHER_NANOS);
        }
        List<ManagerMessage> pack = new ArrayList<>();
        long size = 0;
        for (List<ManagerMessage> next = first; next != null; next = outgoing.poll()) {
          for (ManagerMessage frame : next) {
            size += FrameWriter.size(frame);
          }
          if (size > Limits.MAX_MESSAGE_BYTES && !pack.isEmpty()) {
            kept = next;
            break;
          }
          pack.addAll(next);
        }
        connection.send(FrameWriter.pack(pack));
        if (lastWord != null && pack.contains(lastWord)) {
          close("said goodbye");
        }
      }
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOG.log(Level.INFO, "The connection of {0} broke: {1}", peer(), e.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close("cannot be written to");
    }
  }
}
