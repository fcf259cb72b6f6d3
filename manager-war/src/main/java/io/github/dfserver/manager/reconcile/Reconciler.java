package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.RebuildState;
import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * Compares each node that is connected to this manager with the catalogue: when it connects, and
 * from time to time. A pass that cannot go on is given up, and begun again when the node connects
 * anew or after a while.
 */
@ApplicationScoped
public class Reconciler {
  private static final Logger LOG = System.getLogger(Reconciler.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(60);

  /** Passes at a time: each keeps a thread. */
  private static final int AT_ONCE = 2;

  /** When a pass of a node is due, by {@link System#nanoTime}. */
  private final Map<String, Long> due = new ConcurrentHashMap<>();

  private final Set<String> running = ConcurrentHashMap.newKeySet();

  @Inject private Catalog catalog;
  @Inject private Cluster cluster;
  @Inject private NodeRegistry registry;
  @Inject private FindingMetrics metrics;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;
  @Inject private Events events;

  /** Reconciles from now on. */
  public void start() {
    registry.onArrival(this::soon);
    housekeeping.every(LOOK, "begin to reconcile nodes", this::look);
  }

  /** Has a node looked through as soon as there is a thread for it. */
  public void soon(String node) {
    due.put(node, System.nanoTime());
  }

  private void look() {
    long now = System.nanoTime();
    due.entrySet().stream()
        .filter(entry -> now - entry.getValue() >= 0 && !waitsForRebuild(entry.getKey()))
        .map(Map.Entry::getKey)
        .limit(Math.max(0, AT_ONCE - running.size()))
        .toList()
        .forEach(this::begin);
  }

  private void begin(String node) {
    if (!running.add(node)) {
      return;
    }
    due.remove(node);
    try {
      workers.background().execute(() -> pass(node));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "Nobody can look through the node now", e);
      running.remove(node);
      due.putIfAbsent(node, System.nanoTime() + AFTER_FAILURE.toNanos());
    }
  }

  /** What a rebuild has not adopted yet is no stray. */
  private boolean waitsForRebuild(String node) {
    RebuildState rebuild = cluster.state().rebuild();
    return rebuild.unfinished() && !rebuild.done().contains(node);
  }

  private void pass(String node) {
    Duration next = AFTER_FAILURE;
    try {
      Optional<NodeInventory> connected = inventory(node);
      if (connected.isPresent()) {
        pass(connected.get());
        next = configuration.reconcilePeriod();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, "Node {0} could not be looked through to the end: {1}", node, reason(e));
    } finally {
      // An arrival meanwhile is due at once.
      if (registry.find(node).filter(StorageNode::online).isPresent()) {
        due.putIfAbsent(node, System.nanoTime() + shorter(next).toNanos());
      }
      running.remove(node);
    }
  }

  private Duration shorter(Duration next) {
    Duration period = configuration.reconcilePeriod();
    return next.compareTo(period) < 0 ? next : period;
  }

  private void pass(NodeInventory node) {
    Pace pace = new Pace(catalog.managers(), identity.managerId(), node);
    if (!pace.begin()) {
      return;
    }
    long began = System.nanoTime();
    try {
      new InventoryPass(catalog, node, () -> cluster.state().rebuild()).run(pace);
      new RecordPass(catalog, node).run(pace);
    } finally {
      pace.end();
    }
    metrics.passed(node.node());
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    events.publish(Event.named("reconciled").with("node", node.node()).with("seconds", seconds));
    LOG.log(Level.INFO, "Looked through node {0} in {1} s", node.node(), seconds);
  }

  private Optional<NodeInventory> inventory(String node) {
    return registry
        .find(node)
        .flatMap(StorageNode::connection)
        .map(
            connection ->
                new NodeInventory(node, connection.channel(), configuration.commandTimeout()));
  }

  private static Throwable reason(Throwable failure) {
    return failure.getCause() == null ? failure : failure.getCause();
  }
}
