package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Cuts what has moved no byte for {@code dfs.transfer-timeout}, and clients that have moved fewer
 * than {@code dfs.min-transfer-rate} in such a time. Thread-safe.
 */
@ApplicationScoped
public class StallWatch {
  private final Map<Progress, Watched> watched = new ConcurrentHashMap<>();

  private record Watched(StallRule.Judge judge, Consumer<IOException> cut) {}

  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  private StallRule rule;

  @PostConstruct
  void start() {
    rule = new StallRule(configuration.transferTimeout(), configuration.limits().minTransferRate());
    housekeeping.every(Duration.ofSeconds(1), "cut stalled transfers", this::look);
  }

  /**
   * Watches until {@link #forget}.
   *
   * @param cut run once on a worker with a {@link StalledException}; must not block
   */
  public void watch(Progress progress, Consumer<IOException> cut) {
    watched.put(progress, new Watched(rule.judge(progress, System.nanoTime()), cut));
  }

  /** Watches a pipe until it is done, and cancels it when it stalls. */
  public void watch(Pipe pipe) {
    watch(pipe, pipe::cancel);
    pipe.done().whenComplete((count, failure) -> forget(pipe));
  }

  /** How much is being watched. */
  public int watching() {
    return watched.size();
  }

  /** Watches no longer. */
  public void forget(Progress progress) {
    watched.remove(progress);
  }

  private void look() {
    long now = System.nanoTime();
    watched.forEach(
        (progress, watch) ->
            watch
                .judge
                .look(now)
                .filter(stalled -> watched.remove(progress, watch))
                .ifPresent(stalled -> workers.execute(() -> watch.cut.accept(stalled))));
  }
}
