package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.cluster.Cluster;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Counts this manager's moves, and tells at each scrape how even the nodes are. Thread-safe;
 * nothing here blocks.
 */
@ApplicationScoped
public class BalanceMetrics {
  private Counter moves;
  private CounterDataPoint movedBytes;

  @Inject private PrometheusRegistry registry;
  @Inject private Rebalancer rebalancer;
  @Inject private Cluster cluster;

  @PostConstruct
  void countMoves() {
    moves =
        Counter.builder()
            .name("dfs_moves_total")
            .help("Moves that this manager has ended, by how they went")
            .labelNames("outcome")
            .withoutExemplars()
            .register(registry);
    for (MoveOutcome outcome : MoveOutcome.values()) {
      moves.initLabelValues(label(outcome));
    }
    movedBytes =
        Counter.builder()
            .name("dfs_moved_bytes_total")
            .help("Bytes of the files that this manager has moved")
            .withoutExemplars()
            .register(registry);
  }

  /** Tells from now on. */
  public void start() {
    gauge(
        "dfs_balance_spread_files",
        "Most files minus fewest over the nodes that are online, not draining and have room",
        () -> rebalancer.planNow().spread());
    gauge(
        "dfs_balance_paused",
        "Whether moves are stopped",
        () -> cluster.state().movesPaused() ? 1 : 0);
    gauge("dfs_moves_in_flight", "Moves that this manager has under way", rebalancer::inFlight);
    gauge("dfs_moves_pending", "Files that have to move besides", this::pending);
  }

  private double pending() {
    return Math.max(0, rebalancer.planNow().needed() - rebalancer.inFlight());
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call(value.getAsDouble()))
        .register(registry);
  }

  /** A move is over. */
  void ended(MoveOutcome outcome, long bytes) {
    moves.labelValues(label(outcome)).inc();
    if (outcome == MoveOutcome.MOVED) {
      movedBytes.inc(bytes);
    }
  }

  private static String label(MoveOutcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
