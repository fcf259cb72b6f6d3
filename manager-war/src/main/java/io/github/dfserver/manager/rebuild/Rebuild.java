package io.github.dfserver.manager.rebuild;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.catalog.RebuildState;
import io.github.dfserver.manager.catalog.RebuildState.Phase;
import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.node.ForeignNodes;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Begins rebuilds of the catalogue, and takes an unfinished one further, whichever manager began
 * it: one at a time, by a lease.
 */
@ApplicationScoped
public class Rebuild {
  private static final Logger LOG = System.getLogger(Rebuild.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration RENEWAL = Duration.ofSeconds(20);
  private static final String NAME = "rebuild";

  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long renewed;

  @Inject private Catalog catalog;
  @Inject private Cluster cluster;
  @Inject private NodeRegistry registry;
  @Inject private ForeignNodes foreign;
  @Inject private KnownNodes roster;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  /** Goes on with what is unfinished, from now on. */
  public void start() {
    housekeeping.every(LOOK, "go on with a rebuild", this::look);
  }

  /**
   * Begins a rebuild. An empty catalogue takes the place of the one that the waiting nodes belong
   * to; one that has nodes or files gets more of them, and loses nothing. Waits for the catalogue.
   *
   * @param chosen which catalogue's nodes, where nodes of several wait
   * @throws ProblemException code 11, when one is running, or it is not clear which nodes' files
   *     are wanted
   */
  public ClusterState begin(Optional<UUID> chosen) {
    Optional<UUID> lost = lostCluster(chosen);
    lost.ifPresent(
        id ->
            Await.result(
                cluster.update(
                    state -> state.clusterId().equals(id) ? state : state.adopting(id))));
    ClusterState begun =
        Await.result(
            cluster.update(
                state -> {
                  RebuildState last = state.rebuild();
                  if (last.phase() == Phase.RUNNING) {
                    throw new ProblemException(
                        Problem.conflict(
                            "A rebuild is running; GET /catalogue/rebuild tells how far it is."));
                  }
                  return state.withRebuild(
                      last.phase() == Phase.PROVISIONAL
                          ? last.again()
                          : RebuildState.begun(Instant.now()));
                }));
    LOG.log(Level.INFO, "A rebuild of the catalogue begins, cluster {0}", begun.clusterId());
    return begun;
  }

  private Optional<UUID> lostCluster(Optional<UUID> chosen) {
    UUID ours = Await.result(catalog.cluster().read()).clusterId();
    if (!Await.result(foreign.catalogueIsEmpty())) {
      if (chosen.isPresent() && !chosen.get().equals(ours)) {
        throw new ProblemException(
            Problem.conflict(
                "The catalogue has nodes or files of its own, so that it cannot take the place of"
                    + " another one; give the manager an empty one."));
      }
      return Optional.empty();
    }
    Set<UUID> clusters = new TreeSet<>(foreign.waiting().values());
    if (chosen.isPresent()) {
      if (!clusters.contains(chosen.get()) && !chosen.get().equals(ours)) {
        throw new ProblemException(
            Problem.conflict("No node of cluster " + chosen.get() + " waits for a rebuild."));
      }
      return chosen;
    }
    if (clusters.size() > 1) {
      throw new ProblemException(
          Problem.conflict(
              "Nodes of several catalogues wait: "
                  + clusters.stream().map(UUID::toString).collect(Collectors.joining(", "))
                  + "; say which one is to be rebuilt with ?cluster=ID."));
    }
    return clusters.stream().findFirst();
  }

  private void look() {
    if (!cluster.state().rebuild().unfinished() || !running.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.background().execute(this::run);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "Nobody can go on with the rebuild now", e);
      running.set(false);
    }
  }

  private void run() {
    try {
      if (acquire()) {
        new RebuildRun(catalog, cluster::update, this::inventory, this::stillMine)
            .run(known(), waitingForThis());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, "The rebuild could not go on, and will be tried again: {0}", e);
    } finally {
      running.set(false);
    }
  }

  /** Every node that the catalogue or this manager's own list knows. */
  private Set<String> known() {
    Set<String> known =
        Await.result(catalog.nodes().all()).stream()
            .map(NodeRecord::id)
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(roster.ids());
    return known;
  }

  /** Nodes that were told to wait a moment ago, and are about to try again. */
  private Set<String> waitingForThis() {
    UUID ours = cluster.state().clusterId();
    return foreign.waiting().entrySet().stream()
        .filter(one -> one.getValue().equals(ours))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Optional<NodeInventory> inventory(String node) {
    return registry
        .channel(node)
        .map(link -> new NodeInventory(node, link, configuration.commandTimeout()));
  }

  private void stillMine() {
    if (System.nanoTime() - renewed > RENEWAL.toNanos() && !acquire()) {
      throw new IllegalStateException("another manager goes on with the rebuild");
    }
  }

  private boolean acquire() {
    long asked = System.nanoTime();
    boolean mine =
        Await.result(catalog.managers().acquire(NAME, identity.managerId(), LEASE)).isPresent();
    if (mine) {
      renewed = asked;
    }
    return mine;
  }
}
