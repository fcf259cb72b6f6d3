package io.github.dfserver.manager.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
  private final RequestMetrics metrics = new RequestMetrics(new PrometheusRegistry());

  @Test
  void requestsOfClientsAndFaultsAreAddedUp() {
    assertThat(metrics.requests()).isZero();
    ended(Operation.UPLOAD, "201", 0);
    ended(Operation.UPLOAD, "201", 0);
    ended(Operation.DOWNLOAD, "404", 2);
    ended(Operation.DOWNLOAD, "500", 12);
    ended(Operation.NODE, "500", 5);
    ended(Operation.HEALTH, "200", 0);
    ended(Operation.TRANSFER, "500", 5);
    assertThat(metrics.requests()).isEqualTo(5);
    assertThat(metrics.failures()).isEqualTo(2);
  }

  private void ended(Operation operation, String status, int code) {
    metrics.began(operation);
    metrics.ended(operation, status, code, 1);
  }
}
