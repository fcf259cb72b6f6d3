package io.github.dfserver.manager.audit;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Counts what the audit log lacks. Thread-safe. */
public final class AuditMetrics {
  private final Counter lost;

  /** Registers its metric. */
  public AuditMetrics(PrometheusRegistry registry) {
    lost =
        Counter.builder()
            .name("dfs_audit_lost_total")
            .help("Changes that are missing in the audit log")
            .withoutExemplars()
            .register(registry);
  }

  /** So many records could not be written. */
  void lost(long records) {
    lost.inc(records);
  }
}
