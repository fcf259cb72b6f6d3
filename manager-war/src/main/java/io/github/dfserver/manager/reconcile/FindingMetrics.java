package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.RecordPage;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts passes over nodes, and tells how many files and copies the catalogue knows that are not as
 * they should be. Counting those takes queries, so it is done in the background, and a scrape is
 * given the last counts. Thread-safe.
 */
@ApplicationScoped
public class FindingMetrics {
  private static final Logger LOG = System.getLogger(FindingMetrics.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final int PAGE = 1000;

  /** Of one node in one state no more are counted. */
  private static final int MOST = 100_000;

  /** Counting takes at most this part of the time. */
  private static final int PART = 20;

  /** What is known of one node. */
  private record Counts(long missing, long damaged, long unknown) {
    boolean any() {
      return missing + damaged + unknown > 0;
    }
  }

  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile Map<String, Counts> last = Map.of();
  private volatile long due = System.nanoTime();
  private Counter passes;

  @Inject private PrometheusRegistry metrics;
  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  @PostConstruct
  void countPasses() {
    passes =
        Counter.builder()
            .name("dfs_reconciliations_total")
            .help("Times that this manager has compared all of a node with the catalogue")
            .labelNames("node")
            .withoutExemplars()
            .register(metrics);
  }

  /** Counts from now on. */
  public void start() {
    GaugeWithCallback.builder()
        .name("dfs_findings")
        .help("Files and copies of a node that are not as they should be, by the catalogue")
        .labelNames("node", "state")
        .callback(this::tell)
        .register(metrics);
    registry.onArrival(node -> passes.initLabelValues(node));
    housekeeping.every(Duration.ofSeconds(1), "count findings", this::look);
  }

  /** All of a node was compared with the catalogue. */
  void passed(String node) {
    passes.labelValues(node).inc();
  }

  private void tell(GaugeWithCallback.Callback gauge) {
    last.forEach(
        (node, counts) -> {
          gauge.call((double) counts.missing(), node, "missing");
          gauge.call((double) counts.damaged(), node, "damaged");
          gauge.call((double) counts.unknown(), node, "unknown");
        });
  }

  private void look() {
    if (System.nanoTime() - due < 0 || !counting.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.background().execute(this::count);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "Nobody can count findings now", e);
      counting.set(false);
    }
  }

  private void count() {
    long began = System.nanoTime();
    try {
      last = Map.copyOf(counts());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Findings could not be counted: {0}", e);
    } finally {
      long took = System.nanoTime() - began;
      due = System.nanoTime() + Math.max(PERIOD.toNanos(), took * PART);
      counting.set(false);
    }
  }

  /** Files of a node that was forgotten may still be missing. */
  private Map<String, Counts> counts() {
    Set<String> known = new TreeSet<>();
    registry.all().stream().map(StorageNode::id).forEach(known::add);
    passes.removeIf(labels -> !known.contains(labels.get(0)));
    Set<String> nodes = new TreeSet<>(known);
    last.forEach(
        (node, counts) -> {
          if (counts.any()) {
            nodes.add(node);
          }
        });
    Map<String, Counts> found = new TreeMap<>();
    for (String node : nodes) {
      Counts counts =
          new Counts(unwell(node, Health.MISSING), unwell(node, Health.DAMAGED), strays(node));
      if (known.contains(node) || counts.any()) {
        found.put(node, counts);
      }
    }
    return found;
  }

  private long unwell(String node, Health health) {
    long count = 0;
    Optional<String> after = Optional.empty();
    do {
      RecordPage page = Await.result(catalog.files().unwell(node, health, after, PAGE));
      count += page.records().size();
      after = page.next();
    } while (after.isPresent() && count < MOST);
    return count;
  }

  private long strays(String node) {
    long count = 0;
    Optional<String> after = Optional.empty();
    List<Stray> page;
    do {
      page = Await.result(catalog.strays().onNode(node, after, PAGE));
      count += page.size();
      after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).copy().name());
    } while (page.size() >= PAGE && count < MOST);
    return count;
  }
}
