package io.github.dfserver.manager.transfer;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;

/** Counts the transfers of large files that are under way. Thread-safe. */
public final class TransferMetrics {
  /** What bytes are carried for. */
  public enum Kind {
    UPLOAD,
    DOWNLOAD,
    MOVE;

    private final String label = name().toLowerCase(Locale.ROOT);
  }

  private final Gauge inFlight;

  /** Registers its metric. */
  public TransferMetrics(PrometheusRegistry registry) {
    inFlight =
        Gauge.builder()
            .name("dfs_transfers_in_flight")
            .help("Transfers of large files whose bytes are on their way")
            .labelNames("kind")
            .withoutExemplars()
            .register(registry);
  }

  /** Tells from now on, also while there are none. */
  public void start() {
    for (Kind kind : Kind.values()) {
      inFlight.initLabelValues(kind.label);
    }
  }

  /** Both ends are there. */
  public void began(Kind kind) {
    inFlight.labelValues(kind.label).inc();
  }

  /** It is over, well or not. */
  public void ended(Kind kind) {
    inFlight.labelValues(kind.label).dec();
  }
}
