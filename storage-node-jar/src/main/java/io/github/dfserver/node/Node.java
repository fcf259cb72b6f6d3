package io.github.dfserver.node;

import io.github.dfserver.node.channel.Commons;
import io.github.dfserver.node.channel.ContentBudget;
import io.github.dfserver.node.channel.Intake;
import io.github.dfserver.node.channel.Lanes;
import io.github.dfserver.node.channel.ManagerChannel;
import io.github.dfserver.node.channel.ManagerSockets;
import io.github.dfserver.node.channel.ManagerUrl;
import io.github.dfserver.node.credentials.Credentials;
import io.github.dfserver.node.store.CopyStore;
import io.github.dfserver.node.store.StoreException;
import io.github.dfserver.node.store.StoreOptions;
import io.github.dfserver.node.transfer.TransferClient;
import io.github.dfserver.protocol.StoreStatus;
import io.github.dfserver.tracing.OpenTelemetryTracer;
import io.github.dfserver.tracing.Tracer;
import io.github.dfserver.tracing.TracingOptions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A running node: its store, its channels, and the threads that serve them. */
final class Node {
  private static final String SERVICE = "dfs-node";
  private static final Logger LOG = System.getLogger(Node.class.getName());

  /** Less than a manager waits for an answer. */
  private static final Duration LONGEST_CLOSING = Duration.ofSeconds(25);

  private final CopyStore store;
  private final Tracer tracer;
  private final TransferClient transfers;
  private final Lanes lanes =
      new Lanes(NamedThreads.of("command"), NamedThreads.of("force"), NamedThreads.of("inventory"));
  private final ManagerSockets sockets;
  private final List<ManagerChannel> channels = new ArrayList<>();
  private final CompletableFuture<String> refusal = new CompletableFuture<>();
  private boolean stopped; // guarded by this

  private Node(CopyStore store, Credentials credentials, Tracer tracer) throws IOException {
    int loops = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    this.store = store;
    this.tracer = tracer;
    this.transfers = new TransferClient(loops, NamedThreads.of("transfer"), credentials);
    this.sockets = new ManagerSockets(NamedThreads.of("connect"), credentials, transfers::inquire);
  }

  /**
   * Opens the store and begins to connect.
   *
   * @param software name and version, for managers
   * @throws IllegalArgumentException with a sentence, when a setting of OpenTelemetry or a file of
   *     the credentials is wrong
   * @throws StoreException with a sentence for the operator, when the data directory cannot be used
   * @throws IOException when the disk fails
   */
  static Node start(NodeOptions options, String software) throws IOException, StoreException {
    Credentials credentials = Credentials.open(options.credentials());
    Tracer tracer = options.tracing() ? tracer(options, software) : Tracer.off();
    CopyStore store = open(options, tracer);
    Node node = new Node(store, credentials, tracer);
    StoreStatus status = store.status();
    LOG.log(
        Level.INFO,
        "node {0}: {1}, durability {2}, {3} files of {4} in {5}, {6} free, managers {7}",
        options.id(),
        software,
        options.durability().name().toLowerCase(Locale.ROOT),
        status.files(),
        new DataSize(status.bytes()),
        options.data().toAbsolutePath().normalize(),
        new DataSize(status.freeBytes()),
        options.managers());
    warnOfClearToken(options.managers(), credentials);
    node.connect(options.managers(), software);
    return node;
  }

  private static void warnOfClearToken(List<ManagerUrl> managers, Credentials credentials) {
    List<ManagerUrl> exposed =
        managers.stream().filter(manager -> !manager.isSecure() && !manager.isLoopback()).toList();
    if (credentials.hasToken() && !exposed.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "the token of this node travels in clear to {0}: whoever sees the network can take it;"
              + " use https",
          exposed);
    }
  }

  private static Tracer tracer(NodeOptions options, String software) {
    return OpenTelemetryTracer.open(
        new TracingOptions(
            SERVICE,
            Map.of(
                "dfs.node.id",
                options.id(),
                "service.version",
                software.substring(software.indexOf(' ') + 1)),
            NamedThreads.of("tracing")));
  }

  private static CopyStore open(NodeOptions options, Tracer tracer)
      throws IOException, StoreException {
    CopyStore store = null;
    try {
      store = CopyStore.open(storeOptions(options));
      return store;
    } finally {
      if (store == null) {
        tracer.close();
      }
    }
  }

  private static StoreOptions storeOptions(NodeOptions options) {
    return new StoreOptions(
        options.data(),
        options.id(),
        options.durability() == Durability.FSYNC,
        options.capacityBytes(),
        options.reserveBytes(),
        options.scrubPeriod(),
        NamedThreads.of("store"));
  }

  private void connect(List<ManagerUrl> managers, String software) {
    ManagerChannel.Node shared =
        new ManagerChannel.Node(
            store,
            transfers,
            new Commons(lanes, ContentBudget.ofHeap(), new Intake(store::staged, LONGEST_CLOSING)),
            sockets,
            tracer,
            UUID.randomUUID(),
            software,
            NamedThreads.of("channel"),
            refusal::complete);
    for (ManagerUrl manager : managers) {
      channels.add(new ManagerChannel(manager, shared));
    }
    store.listen(new Broadcast(channels));
    channels.forEach(ManagerChannel::start);
  }

  /** Waits until a manager will not have this node; returns what it said. */
  String awaitRefusal() throws InterruptedException {
    try {
      return refusal.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a refusal is never exceptional", e);
    }
  }

  /**
   * Says goodbye to every manager, finishes what is in flight and closes the store.
   *
   * @param limit how long that may take before what is left is cut off
   * @return whether everything was finished
   */
  synchronized boolean stop(Duration limit) throws InterruptedException {
    if (stopped) {
      return true;
    }
    stopped = true;
    long deadline = System.nanoTime() + limit.toNanos();
    channels.forEach(ManagerChannel::stop);
    boolean whole = true;
    for (ManagerChannel channel : channels) {
      whole &= channel.awaitStopped(Duration.ofNanos(deadline - System.nanoTime()));
    }
    transfers.close();
    lanes.close();
    try {
      store.close();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the store could not be closed properly", e);
      whole = false;
    }
    tracer.close();
    return whole;
  }
}
