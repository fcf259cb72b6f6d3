package io.github.dfserver.manager.catalog.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Options for embedded catalogues in tests: forced, on daemon threads. */
final class TestCatalogs {
  private static final ThreadFactory DAEMONS =
      task -> {
        Thread thread = new Thread(task, "catalogue-test");
        thread.setDaemon(true);
        return thread;
      };
  private static final ExecutorService FOLLOWERS = Executors.newFixedThreadPool(2, DAEMONS);
  private static final ExecutorService SCANS = Executors.newFixedThreadPool(2, DAEMONS);

  private TestCatalogs() {}

  /** As in production. */
  static EmbeddedOptions options(Path directory) {
    return EmbeddedOptions.of(directory, true, FOLLOWERS, SCANS, DAEMONS);
  }

  /** With a checkpoint after so few bytes, and little cache. */
  static EmbeddedOptions eager(Path directory, long checkpointBytes) {
    return new EmbeddedOptions(
        directory, true, 1, checkpointBytes, Duration.ofMillis(50), FOLLOWERS, SCANS, DAEMONS);
  }
}
