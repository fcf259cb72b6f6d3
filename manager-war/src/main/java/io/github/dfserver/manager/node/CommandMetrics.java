package io.github.dfserver.manager.node;

import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.MessageType;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/**
 * Times what this manager's node channels are asked, from the moment at which a command is queued.
 * Thread-safe; nothing here blocks.
 */
public final class CommandMetrics {
  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 600
  };

  private final Histogram durations;

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
            durations
                .labelValues(label(command), outcome(given, failure))
                .observe((System.nanoTime() - began) / 1e9));
  }

  private static String outcome(Answer answer, Throwable failure) {
    if (failure != null) {
      return "unavailable";
    }
    return answer instanceof Failed failed ? label(failed.code()) : "answered";
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
