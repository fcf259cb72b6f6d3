package io.github.dfserver.manager.history;

import io.github.dfserver.manager.balance.Placement;
import io.github.dfserver.manager.balance.Rebalancer;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import io.github.dfserver.manager.request.RequestMetrics;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/**
 * Takes a sample every ten seconds of what is counted anyway, and keeps an hour of them. Looks at
 * memory only. Thread-safe.
 */
@ApplicationScoped
public class History {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int KEPT = (int) Duration.ofHours(1).dividedBy(INTERVAL);

  private final Samples samples = new Samples(KEPT);
  private Counts before;

  @Inject private RequestMetrics requests;
  @Inject private Placement placement;
  @Inject private NodeRegistry nodes;
  @Inject private Rebalancer rebalancer;
  @Inject private Housekeeping housekeeping;

  /** What has been counted since the start. */
  private record Counts(long requests, long errors, long received, long sent) {}

  /** Takes samples from now on. */
  public void start() {
    before = counts();
    housekeeping.every(INTERVAL, "take a sample for the history", this::sample);
  }

  /** All samples as JSON. */
  byte[] json() {
    return samples.json(INTERVAL.toSeconds());
  }

  private Counts counts() {
    return new Counts(
        requests.requests(), requests.failures(), requests.receivedBytes(), requests.sentBytes());
  }

  private void sample() {
    Counts now = counts();
    Collection<NodeUsage> held = placement.held().values();
    samples.add(
        new Sample(
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            now.requests - before.requests,
            now.errors - before.errors,
            now.received - before.received,
            now.sent - before.sent,
            held.stream().mapToLong(NodeUsage::files).sum(),
            held.stream().mapToLong(NodeUsage::bytes).sum(),
            nodes.all().stream().filter(StorageNode::online).count(),
            rebalancer.inFlight()));
    before = now;
  }
}
