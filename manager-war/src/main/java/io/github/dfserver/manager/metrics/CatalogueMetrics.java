package io.github.dfserver.manager.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Times what the catalogue is asked. Thread-safe; nothing here blocks. */
public final class CatalogueMetrics {
  private static final double[] SECONDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30
  };

  private final Histogram durations;

  /** Registers its metric. */
  public CatalogueMetrics(PrometheusRegistry registry) {
    durations =
        Histogram.builder()
            .name("dfs_catalogue_duration_seconds")
            .help("Time from a call of the catalogue to its answer")
            .labelNames("operation", "outcome")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .withoutExemplars()
            .register(registry);
  }

  /**
   * A call is over.
   *
   * @param operation part and method, such as {@code files.find}
   * @param failed whether it ended with an exception
   */
  void ended(String operation, boolean failed, long nanos) {
    durations.labelValues(operation, failed ? "failed" : "answered").observe(nanos / 1e9);
  }
}
