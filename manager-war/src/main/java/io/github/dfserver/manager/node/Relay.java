package io.github.dfserver.manager.node;

import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.cluster.Managers;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.node.StorageNode.Elsewhere;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.DiscardFile;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.Tracer;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import javax.net.ssl.SSLException;

/**
 * Has commands given to a node by a manager that has its channel: one HTTP request each, answered
 * when the node answers. Only {@link RelayServlet} takes them, and only for nodes of its own, so
 * none goes further. Thread-safe; nothing here blocks.
 */
@ApplicationScoped
public class Relay {
  private static final Logger LOG = System.getLogger(Relay.class.getName());

  /** Commands that may be unanswered at a time, by one manager; each has a connection. */
  private static final int MAX_IN_FLIGHT = 512;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** What the other manager's answer may take beyond what the node is allowed. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How long a manager that could not be reached is a last resort. */
  private static final Duration SHUNNED = Duration.ofSeconds(5);

  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private final Map<UUID, Long> unreachable = new ConcurrentHashMap<>();
  private HttpClient http;

  /** A request that was not answered yet. */
  private static final class Waiting {
    private final UUID manager;
    private final Optional<Long> deadline;
    private final CompletableFuture<HttpResponse<byte[]>> exchange;

    Waiting(
        UUID manager, Optional<Long> deadline, CompletableFuture<HttpResponse<byte[]>> exchange) {
      this.manager = manager;
      this.deadline = deadline;
      this.exchange = exchange;
    }

    void answered(BiConsumer<HttpResponse<byte[]>, Throwable> then) {
      CompletionStage<HttpResponse<byte[]>> stage = exchange;
      stage.whenComplete(then);
    }

    void giveUp() {
      exchange.cancel(true);
    }
  }

  @Inject private Cluster cluster;
  @Inject private Managers managers;
  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;
  @Inject private Tracer tracer;

  @PostConstruct
  void start() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The client's own thread, which it starts here, would keep the application's otherwise.
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      HttpClient.Builder client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .executor(workers.blocking()); // it may look a name up there
      configuration.tls().ca().ifPresent(ca -> client.sslContext(ca.clientContext()));
      http = client.build();
    } finally {
      thread.setContextClassLoader(before);
    }
    housekeeping.every(Duration.ofSeconds(1), "give up relayed commands", this::expire);
  }

  Duration commandTimeout() {
    return configuration.commandTimeout();
  }

  /** The way to a node through one of the managers that announce it. */
  Optional<NodeLink> link(StorageNode node) {
    long now = System.nanoTime();
    return node.elsewhere().stream()
        .filter(there -> !there.url().isEmpty())
        .min(Comparator.comparing(there -> isShunned(there.manager(), now)))
        .map(there -> new RelayLink(this, node.id(), there, Optional.empty()));
  }

  private boolean isShunned(UUID manager, long now) {
    Long failed = unreachable.get(manager);
    return failed != null && now - failed < SHUNNED.toNanos();
  }

  /** Whether the manager of a link still announces the node. */
  boolean leadsTo(RelayLink link) {
    return managers.others().stream()
        .filter(manager -> manager.id().equals(link.by().manager()))
        .flatMap(manager -> manager.nodes().stream())
        .anyMatch(
            presence ->
                presence.node().equals(link.node())
                    && presence.processId().equals(link.by().presence().processId()));
  }

  /**
   * Gives a command, as {@link NodeLink} says.
   *
   * @param allowed how long the node may take; empty for a transfer, which the caller watches
   */
  <A extends Answer> CompletableFuture<A> ask(
      RelayLink link,
      Class<A> answerType,
      Optional<Duration> allowed,
      LongFunction<? extends Command> command) {
    UUID manager = link.by().manager();
    if (waiting.stream().filter(one -> one.manager.equals(manager)).count() >= MAX_IN_FLIGHT) {
      return CompletableFuture.failedFuture(
          new NodeUnavailableException("too many commands wait for another manager", false));
    }
    Span span = CommandSpans.relayed(tracer, link);
    Waiting exchange;
    try {
      exchange = exchange(link.within(span), allowed, command);
    } catch (RejectedExecutionException e) {
      CommandSpans.notSent(span);
      return CompletableFuture.failedFuture(
          new NodeUnavailableException("this manager is overloaded", false));
    }
    CompletableFuture<A> answer = new CompletableFuture<>();
    CommandSpans.endWith(span, answer);
    exchange.answered(
        (response, failure) -> onWorker(() -> settle(link, answerType, answer, response, failure)));
    // Whoever waits no longer need not be answered: the connection is closed.
    CompletionStage<A> wanted = answer;
    wanted.whenComplete((done, failure) -> exchange.giveUp());
    return answer;
  }

  /**
   * Has another manager ask a node something that does no harm.
   *
   * @return whether it answered; empty when the other manager cannot be asked
   */
  CompletionStage<Optional<Boolean>> isAlive(String node, Elsewhere by, Duration patience) {
    if (by.url().isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    UUID noCopy = UUID.randomUUID();
    CompletableFuture<Optional<Boolean>> alive = new CompletableFuture<>();
    exchange(
            new RelayLink(this, node, by, Optional.empty()),
            Optional.of(patience),
            id -> new DiscardFile(id, noCopy))
        .answered(
            (response, failure) -> {
              int status = failure == null ? response.statusCode() : 0;
              alive.complete(
                  switch (status) {
                    case 200 -> Optional.of(true);
                    case RelayRequests.NOT_CONNECTED, RelayRequests.NO_ANSWER -> Optional.of(false);
                    default -> Optional.empty();
                  });
            });
    return alive;
  }

  private Waiting exchange(
      RelayLink link, Optional<Duration> allowed, LongFunction<? extends Command> command) {
    long now = System.nanoTime();
    Waiting exchange =
        new Waiting(
            link.by().manager(),
            allowed.map(time -> now + time.plus(GRACE).toNanos()),
            http.sendAsync(request(link, allowed, command), BodyHandlers.ofByteArray()));
    waiting.add(exchange);
    exchange.answered((response, failure) -> waiting.remove(exchange));
    return exchange;
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

  private HttpRequest request(
      RelayLink link, Optional<Duration> allowed, LongFunction<? extends Command> command) {
    ByteBuffer frame = FrameWriter.pack(List.of(command.apply(1)));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(RelayRequests.uri(link.by().url(), link.by().manager(), link.node()))
            .header("Content-Type", RelayRequests.FRAME)
            .header("Authorization", RelayRequests.credentials(cluster.state().secret()))
            .POST(BodyPublishers.ofByteArray(frame.array(), frame.arrayOffset(), frame.limit()));
    allowed.ifPresent(
        time -> request.header(RelayRequests.ALLOWED, Long.toString(time.toMillis())));
    link.origin().ifPresent(origin -> RelayRequests.name(origin, request));
    return request.build();
  }

  private <A extends Answer> void settle(
      RelayLink link,
      Class<A> answerType,
      CompletableFuture<A> answer,
      HttpResponse<byte[]> response,
      Throwable failure) {
    try {
      if (failure != null) {
        NodeUnavailableException unavailable = RelayRequests.unavailable(failure);
        if (!unavailable.sent()
            && unreachable.put(link.by().manager(), System.nanoTime()) == null
            && Failure.cause(failure) instanceof SSLException) {
          // Nothing gets better by itself, as it does when a manager comes back.
          LOG.log(Level.WARNING, "{0}: {1}", link.by().url(), unavailable.getMessage());
        }
        throw unavailable;
      }
      unreachable.remove(link.by().manager());
      Answer given = RelayRequests.answer(response);
      if (given instanceof Failed failed) {
        throw new CommandFailedException(failed.code(), failed.detail());
      }
      if (!answerType.isInstance(given)) {
        throw new NodeUnavailableException("the node gave a wrong answer", true);
      }
      answer.complete(answerType.cast(given));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private void expire() {
    long now = System.nanoTime();
    for (Waiting one : waiting) {
      if (one.deadline.filter(deadline -> now - deadline > 0).isPresent()) {
        onWorker(one::giveUp);
      }
    }
    unreachable.values().removeIf(failed -> now - failed > SHUNNED.toNanos());
  }
}
