package io.github.dfserver.manager.node;

import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.MessageType;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times what this manager's node channels are asked, from the moment at which a command is queued.
 * Thread-safe; nothing here blocks.
 */
public final class CommandMetrics {
  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 600
  };

  private final Histogram durations;

  /** Those that were answered as they should be, which nearly all are. */
  private final Map<MessageType, DistributionDataPoint> answered = new ConcurrentHashMap<>();

  /** Registers its metric. */
  public CommandMetrics(PrometheusRegistry registry) {
    durations =
        Histogram.builder()
            .name("dfs_commands_duration_seconds")
            .help("Time from a command to the node's answer, a transfer's included")
            .labelNames("command", "outcome")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .withoutExemplars()
            .register(registry);
  }

  /** A command was given. */
  void given(MessageType command, CompletionStage<Answer> answer) {
    long began = System.nanoTime();
    answer.whenComplete(
        (given, failure) ->
            series(command, given, failure).observe((System.nanoTime() - began) / 1e9));
  }

  private DistributionDataPoint series(MessageType command, Answer answer, Throwable failure) {
    if (failure != null) {
      return durations.labelValues(label(command), "unavailable");
    }
    return answer instanceof Failed failed
        ? durations.labelValues(label(command), label(failed.code()))
        : answered.computeIfAbsent(command, type -> durations.labelValues(label(type), "answered"));
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
