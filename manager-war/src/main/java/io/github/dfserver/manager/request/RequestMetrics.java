package io.github.dfserver.manager.request;

import io.github.dfserver.manager.error.ErrorCode;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts and times requests, each by its {@link Operation}. Thread-safe; nothing here blocks. */
public final class RequestMetrics {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 600
  };

  private static final Set<String> OF_CLIENTS =
      Stream.of(Operation.values())
          .filter(Operation::isOfClients)
          .map(Operation::label)
          .collect(Collectors.toSet());

  /** What is looked up for each request, once. */
  private record Series(GaugeDataPoint inFlight, DistributionDataPoint duration) {}

  private final Map<Operation, Series> series = new EnumMap<>(Operation.class);
  private final Counter requests;
  private final CounterDataPoint received;
  private final CounterDataPoint sent;

  /** Registers its metrics. */
  public RequestMetrics(PrometheusRegistry registry) {
    requests =
        Counter.builder()
            .name("dfs_requests_total")
            .help("Requests that are over")
            .labelNames("operation", "status", "error_code")
            .withoutExemplars()
            .register(registry);
    Histogram durations =
        Histogram.builder()
            .name("dfs_request_duration_seconds")
            .help("Time from a request's arrival to the end of its answer")
            .labelNames("operation")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .withoutExemplars()
            .register(registry);
    Gauge inFlight =
        Gauge.builder()
            .name("dfs_requests_in_flight")
            .help("Requests that are not over")
            .labelNames("operation")
            .withoutExemplars()
            .register(registry);
    received =
        Counter.builder()
            .name("dfs_client_received_bytes_total")
            .help("Bytes of uploads' bodies, as clients sent them")
            .withoutExemplars()
            .register(registry);
    sent =
        Counter.builder()
            .name("dfs_client_sent_bytes_total")
            .help("Bytes of downloads' bodies, as clients were sent them")
            .withoutExemplars()
            .register(registry);
    for (Operation operation : Operation.values()) {
      String label = operation.label();
      series.put(operation, new Series(inFlight.labelValues(label), durations.labelValues(label)));
    }
  }

  /** A request begins; gives where its outcome is noted. */
  RequestOutcome began(Operation operation) {
    series.get(operation).inFlight().inc();
    return new RequestOutcome(
        operation == Operation.UPLOAD ? received::inc : bytes -> {},
        operation == Operation.DOWNLOAD ? sent::inc : bytes -> {});
  }

  /**
   * A request is over.
   *
   * @param status the answer's status, or {@code aborted}
   * @param code of the API's error table, 0 for none
   */
  void ended(Operation operation, String status, int code, long nanos) {
    Series of = series.get(operation);
    of.inFlight().dec();
    of.duration().observe(nanos / 1e9);
    requests.labelValues(operation.label(), status, code == 0 ? "" : Integer.toString(code)).inc();
  }

  /** Requests of clients that are over, since the start. Adds up; not for the path of a request. */
  public long requests() {
    return requests(code -> true);
  }

  /** Those of them that failed by a fault of ours, or since a file is damaged. */
  public long failures() {
    return requests(code -> !code.isEmpty() && ErrorCode.isFault(Integer.parseInt(code)));
  }

  private long requests(Predicate<String> errorCode) {
    return (long)
        requests.collect().getDataPoints().stream()
            .filter(point -> OF_CLIENTS.contains(point.getLabels().get("operation")))
            .filter(point -> errorCode.test(point.getLabels().get("error_code")))
            .mapToDouble(CounterDataPointSnapshot::getValue)
            .sum();
  }

  /** Bytes of uploads' bodies since the start. */
  public long receivedBytes() {
    return (long) received.get();
  }

  /** Bytes of downloads' bodies since the start. */
  public long sentBytes() {
    return (long) sent.get();
  }
}
