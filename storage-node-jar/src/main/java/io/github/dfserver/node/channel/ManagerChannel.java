package io.github.dfserver.node.channel;

import io.github.dfserver.node.channel.Connection.Ending;
import io.github.dfserver.node.store.CopyStore;
import io.github.dfserver.node.store.NodeIdentity;
import io.github.dfserver.node.store.StoreException;
import io.github.dfserver.node.transfer.TransferClient;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.NodeMessage;
import io.github.dfserver.protocol.ProtocolVersion;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.ScrubReport;
import io.github.dfserver.protocol.StoreStatus;
import io.github.dfserver.protocol.Welcome;
import io.github.dfserver.tracing.Tracer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps one manager connected: a thread that connects, greets, sends heartbeats, notices a dead
 * peer and connects again, for as long as the node runs.
 */
public final class ManagerChannel {
  private static final Logger LOG = System.getLogger(ManagerChannel.class.getName());
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration STOPPING_TICK = Duration.ofMillis(20);

  /** How long a node that is being stopped waits for a moment without reads. */
  private static final Duration LAST_READS = Duration.ofSeconds(2);

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

  /** How long a manager may take to start, when node and manager are started together. */
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

  /**
   * What all channels of a node share.
   *
   * @param processId made at random when the node was started
   * @param software name and version
   * @param refused is told, in a sentence, that a manager will not have this node
   */
  public record Node(
      CopyStore store,
      TransferClient transfers,
      Commons commons,
      ManagerSockets sockets,
      Tracer tracer,
      UUID processId,
      String software,
      ThreadFactory threads,
      Consumer<String> refused) {

    /** What the node holds and takes; nothing new while its intake is closed. */
    StoreStatus status() {
      StoreStatus status = store.status();
      return new StoreStatus(
          status.files(),
          status.bytes(),
          status.freeBytes(),
          status.accepting() && commons.intake().isOpen());
    }
  }

  private final ManagerUrl manager;
  private final Node node;
  private final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final long created = System.nanoTime();
  private boolean reached; // only for the channel's thread
  private String reported = "";
  private volatile Connection current;

  /** A channel to {@code manager}; {@link #start} begins. */
  public ManagerChannel(ManagerUrl manager, Node node) {
    this.manager = manager;
    this.node = node;
  }

  /** Starts the thread. */
  public void start() {
    node.threads().newThread(this::run).start();
  }

  /** Says goodbye and finishes what is in flight, on the channel's thread. */
  public void stop() {
    stop.countDown();
  }

  /** After {@link #stop}: whether within {@code limit} everything is finished. */
  public boolean awaitStopped(Duration limit) throws InterruptedException {
    return stopped.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Tells the manager something, if it is connected; never waits. For any thread. */
  public void tell(NodeMessage news) {
    Connection connection = current;
    if (connection != null) {
      connection.tell(news);
    }
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  private void run() {
    try {
      boolean wanted = true;
      while (wanted && !isStopping()) {
        wanted = connectOnce();
        if (wanted) {
          wanted = !stop.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the channel to {0} was interrupted", manager);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the channel to " + manager + " failed", e);
      node.refused().accept("the channel to " + manager + " failed: " + e);
    } finally {
      stopped.countDown();
    }
  }

  /** Returns whether to try again. */
  private boolean connectOnce() throws InterruptedException {
    Connection connection = new Connection(this::welcomed);
    current = connection;
    ManagerSocket socket;
    try {
      socket = node.sockets().open(manager.channel(), connection);
    } catch (IOException e) {
      if (e instanceof ManagerAbsentException && mayBeStarting()) {
        report(Level.INFO, "waiting for a manager at " + manager);
      } else {
        report(Level.WARNING, "cannot reach " + manager + ": " + e.getMessage() + "; trying on");
      }
      return true;
    }
    reached = true;
    connection.greet(socket, hello(), node.threads());
    long begin = System.nanoTime();
    Ending ending = attend(connection);
    connection.release();
    awaitQuiet(connection);
    if (connection.isWelcomed() && System.nanoTime() - begin > LONG_ENOUGH.toNanos()) {
      backoff.reset();
    }
    return conclude(ending);
  }

  private boolean mayBeStarting() {
    return !reached && System.nanoTime() - created < FIRST_WAIT.toNanos();
  }

  private boolean conclude(Ending ending) {
    Optional<Refused> refusal = ending.refusal();
    if (refusal.isPresent() && !refusal.get().code().isTemporary()) {
      node.refused().accept(manager + " refused this node: " + refusal.get().detail());
      return false;
    }
    if (refusal.isPresent()) {
      report(
          Level.WARNING,
          manager + " does not take this node yet: " + refusal.get().detail() + "; trying on");
    } else if (!isStopping()) {
      report(Level.WARNING, "lost " + manager + ": " + ending.reason() + "; connecting again");
    }
    return true;
  }

  private Hello hello() {
    NodeIdentity identity = node.store().identity();
    return new Hello(
        ProtocolVersion.OLDEST,
        ProtocolVersion.CURRENT,
        identity.nodeId(),
        identity.instanceId(),
        identity.incarnation(),
        node.processId(),
        identity.clusterId(),
        node.software(),
        node.status());
  }

  private Commands welcomed(Welcome welcome, Connection connection) {
    CommandRunner runner =
        new CommandRunner(
            node.store(),
            node.transfers(),
            node.commons().lanes(),
            manager,
            Duration.ofSeconds(welcome.transferTimeoutSeconds()));
    Commands commands =
        new Commands(
            runner,
            new Surveys(node.store(), node::status),
            node.commons(),
            welcome.maxInFlight(),
            node.tracer(),
            connection::answer);
    connection.sendFirst(node.store().scrubReport());
    if (node.store().identity().clusterId().equals(Optional.of(welcome.clusterId()))) {
      report(Level.INFO, "connected to " + manager);
      commands.begin();
    } else {
      node.commons()
          .lanes()
          .writes()
          .execute(() -> join(welcome.clusterId(), connection, commands));
    }
    return commands;
  }

  /** Writes down which cluster this node belongs to, which it may do once only. */
  private void join(UUID clusterId, Connection connection, Commands commands) {
    try {
      node.store().joinCluster(clusterId);
      report(Level.INFO, "connected to " + manager);
    } catch (StoreException e) {
      node.refused().accept(manager + " belongs to another cluster: " + e.getMessage());
      commands.abandon();
      connection.end("it belongs to another cluster");
    } catch (IOException e) {
      commands.abandon();
      connection.end("its cluster could not be written down: " + e.getMessage());
    } finally {
      commands.begin();
    }
  }

  /** Sends heartbeats and watches for silence until the connection ends. */
  private Ending attend(Connection connection) throws InterruptedException {
    long lastStatus = System.nanoTime();
    boolean goodbye = false;
    long saidGoodbye = 0;
    while (true) {
      Optional<Ending> ending = connection.awaitEnd(goodbye ? STOPPING_TICK : TICK);
      if (ending.isPresent()) {
        return ending.get();
      }
      connection.checkSilence();
      boolean due = System.nanoTime() - lastStatus >= connection.heartbeat().toNanos();
      if (due && connection.isWelcomed()) {
        connection.sendStatus(node.status());
        tellScrub(connection);
        lastStatus = System.nanoTime();
      }
      if (isStopping() && !goodbye) {
        goodbye = true;
        saidGoodbye = System.nanoTime();
        connection.sayGoodbye(node.status());
      } else if (goodbye && connection.isFinished()) {
        connection.end("the node is being stopped");
      } else if (goodbye && System.nanoTime() - saidGoodbye > LAST_READS.toNanos()) {
        connection.stopReading();
      }
    }
  }

  private void tellScrub(Connection connection) {
    ScrubReport report = node.store().scrubReport();
    if (report.running()) {
      connection.tell(report);
    }
  }

  /** The next greeting promises that nothing of this connection is being executed any more. */
  private void awaitQuiet(Connection connection) throws InterruptedException {
    while (!connection.awaitQuiet(Duration.ofSeconds(10))) {
      LOG.log(Level.WARNING, "commands of {0} are still being executed", manager);
    }
  }

  /** Logs a change, and not each try. */
  private synchronized void report(Level level, String state) {
    if (!state.equals(reported)) {
      reported = state;
      LOG.log(level, state);
    }
  }
}
