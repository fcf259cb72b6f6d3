package io.github.dfserver.manager.event;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.metrics.BuildVersion;
import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.Doorkeeper;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.StalledException;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.manager.work.Workers;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Those who listen to events. One worker at a time wakes them when something has happened; each
 * then goes on as any answer does, without a thread of its own. A listener is cut that takes no
 * byte for {@code dfs.transfer-timeout}, or is {@link Events#KEPT} events behind. Its stream ends
 * within two seconds when its token is not good any more, and in any case after 15 minutes, so that
 * users and tokens of others are checked again when it comes back. Thread-safe; nothing here
 * blocks.
 */
@ApplicationScoped
public class EventListeners {
  /** How long a stream lasts at most. */
  static final Duration MOST_LIFE = Duration.ofMinutes(15);

  private static final Logger LOG = System.getLogger(EventListeners.class.getName());
  private static final int MOST = 256;
  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MOST);
  private final AtomicBoolean waking = new AtomicBoolean();
  private final AtomicLong cut = new AtomicLong();
  private volatile boolean stopped;

  @Inject private Events events;
  @Inject private ManagerIdentity identity;
  @Inject private ManagerConfiguration configuration;
  @Inject private Doorkeeper doorkeeper;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  /** Wakes listeners from now on. */
  public void start() {
    events.onNews(this::wake);
    housekeeping.every(SECOND, "tell of many events together", events::endSecond);
    housekeeping.every(Duration.ofMillis(500), "look after listeners of events", this::look);
  }

  /** How many there are. */
  int count() {
    return streams.size();
  }

  /** How many were cut since they read too slowly. */
  long cut() {
    return cut.get();
  }

  /**
   * Answers with events, or with 503 where there are too many listeners.
   *
   * @param lastId of the last event that the listener has
   * @param life how long it wants to listen, {@link #MOST_LIFE} at most
   */
  void listen(Exchange exchange, Optional<String> lastId, Duration life) throws IOException {
    if (stopped || !places.tryAcquire()) {
      exchange.problem(
          Problem.outcomeUnknown(
              "There are " + MOST + " listeners, the most that a manager takes; try again later."));
      return;
    }
    Event hello =
        Event.named("hello")
            .with("manager", identity.managerId().toString())
            .with("version", BuildVersion.get());
    EventStream stream =
        new EventStream(
            events.log(),
            new EventIds(identity.managerId()),
            Caller.of(exchange.request()),
            hello,
            lastId,
            silence(),
            life);
    streams.add(stream);
    try {
      exchange
          .pipe(stream, workers)
          .start()
          .whenComplete(
              (count, failure) -> {
                ended(stream, failure);
                exchange.piped(failure);
              });
    } catch (IOException | RuntimeException e) {
      ended(stream, e);
      throw e;
    }
  }

  private void ended(EventStream stream, Throwable failure) {
    if (streams.remove(stream)) {
      places.release();
      if (stream.tooSlow() || failure instanceof StalledException) {
        cut.incrementAndGet();
      }
    }
  }

  /** Often enough that only a listener that takes nothing is one that stalls. */
  private Duration silence() {
    Duration third = configuration.transferTimeout().dividedBy(3);
    return third.compareTo(SILENCE) < 0 ? third : SILENCE;
  }

  private void wake() {
    if (streams.isEmpty() || !waking.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.execute(this::signalAll);
    } catch (RejectedExecutionException e) {
      waking.set(false);
      LOG.log(Level.DEBUG, "The workers are overloaded: listeners wait", e);
    }
  }

  private void signalAll() {
    waking.set(false); // first: what comes from now on is seen now or by the next round
    streams.forEach(EventStream::signal);
  }

  private void look() {
    boolean due = false;
    for (EventStream stream : streams) {
      if (!doorkeeper.isStillLetIn(stream.caller())) {
        stream.expire();
      }
      due |= stream.isDue();
    }
    if (due) {
      wake();
    }
  }

  /** Ends all streams; their listeners come back elsewhere or later. */
  @PreDestroy
  void stop() {
    stopped = true;
    streams.forEach(
        stream -> {
          stream.expire();
          stream.signal();
        });
  }
}
