package io.github.dfserver.manager.metrics;

import io.github.dfserver.manager.balance.Placement;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.drain.DrainWatch;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import io.github.dfserver.protocol.ScrubReport;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Tells, at each scrape, what this manager knows of the nodes; a node that is forgotten is told of
 * no longer. Thread-safe; nothing here blocks.
 */
@ApplicationScoped
public class NodeMetrics {
  private static final String NODE = "node";

  @Inject private PrometheusRegistry registry;
  @Inject private NodeRegistry nodes;
  @Inject private Placement placement;
  @Inject private DrainWatch drained;

  /** Tells from now on. */
  public void start() {
    gauge("dfs_nodes", "Nodes that ever joined, by state", this::states, "state");
    node("dfs_node_up", "Whether the node is online", node -> node.online() ? 1 : 0);
    node("dfs_node_free_bytes", "Bytes that new files may use", StorageNode::freeBytes);
    held("dfs_node_files", "Files that the node holds by the catalogue", NodeUsage::files);
    held("dfs_node_bytes", "Bytes of these files", NodeUsage::bytes);
    scrub("dfs_scrub_running", "Whether the node reads its files again", s -> s.running() ? 1 : 0);
    scrub("dfs_scrub_read_bytes", "Bytes that this or the last pass read", ScrubReport::bytesRead);
    gauge(
        "dfs_scrub_findings",
        "Copies that this or the last pass found damaged or missing",
        this::findings,
        NODE,
        "kind");
  }

  private void states(GaugeWithCallback.Callback gauge) {
    Map<StorageNode.State, Integer> counts = new EnumMap<>(StorageNode.State.class);
    nodes.all().forEach(node -> counts.merge(state(node), 1, Integer::sum));
    for (StorageNode.State state : StorageNode.State.values()) {
      gauge.call(counts.getOrDefault(state, 0), state.label());
    }
  }

  private StorageNode.State state(StorageNode node) {
    return node.state(drained.drained(node));
  }

  private void findings(GaugeWithCallback.Callback gauge) {
    for (StorageNode node : nodes.all()) {
      node.scrub()
          .ifPresent(
              scrub -> {
                gauge.call((double) scrub.damaged(), node.id(), "damaged");
                gauge.call((double) scrub.missing(), node.id(), "missing");
              });
    }
  }

  private void node(String name, String help, ToDoubleFunction<StorageNode> value) {
    gauge(
        name,
        help,
        gauge -> nodes.all().forEach(node -> gauge.call(value.applyAsDouble(node), node.id())),
        NODE);
  }

  private void held(String name, String help, ToDoubleFunction<NodeUsage> value) {
    gauge(
        name,
        help,
        gauge ->
            placement.held().forEach((node, usage) -> gauge.call(value.applyAsDouble(usage), node)),
        NODE);
  }

  private void scrub(String name, String help, ToDoubleFunction<ScrubReport> value) {
    gauge(
        name,
        help,
        gauge ->
            nodes
                .all()
                .forEach(
                    node ->
                        node.scrub()
                            .ifPresent(scrub -> gauge.call(value.applyAsDouble(scrub), node.id()))),
        NODE);
  }

  private void gauge(
      String name, String help, Consumer<GaugeWithCallback.Callback> values, String... labels) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .callback(values)
        .register(registry);
  }
}
