package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Cuts what has moved no byte for {@code dfs.transfer-timeout}. */
@ApplicationScoped
public class StallWatch {
  private final Map<Object, Watched> watched = new ConcurrentHashMap<>();

  private record Watched(LongSupplier lastProgress, Runnable cut) {}

  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  @PostConstruct
  void start() {
    housekeeping.every(Duration.ofSeconds(1), "cut stalled transfers", this::look);
  }

  /**
   * Watches until {@link #forget}.
   *
   * @param key what is watched
   * @param lastProgress when a byte last moved, in {@link System#nanoTime}
   * @param cut run once on a worker when that is too long ago; must not block
   */
  public void watch(Object key, LongSupplier lastProgress, Runnable cut) {
    watched.put(key, new Watched(lastProgress, cut));
  }

  /** Watches a pipe until it is done, and cancels it when it stalls. */
  public void watch(Pipe pipe) {
    watch(
        pipe,
        pipe::lastProgress,
        () ->
            pipe.cancel(
                new StalledException(configuration.transferTimeout(), pipe.waitsForSource())));
    pipe.done().whenComplete((count, failure) -> forget(pipe));
  }

  /** How much is being watched. */
  public int watching() {
    return watched.size();
  }

  /** Watches no longer. */
  public void forget(Object key) {
    watched.remove(key);
  }

  private void look() {
    long now = System.nanoTime();
    long limit = configuration.transferTimeout().toNanos();
    watched.forEach(
        (key, watch) -> {
          if (now - watch.lastProgress.getAsLong() > limit && watched.remove(key, watch)) {
            workers.execute(watch.cut);
          }
        });
  }
}
