package io.github.dfserver.manager.catalog.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * How an embedded catalogue works.
 *
 * @param directory its own; created when it does not exist
 * @param force whether a change is forced to disk before it is answered
 * @param cacheMebibytes memory for what was read, at least 1
 * @param checkpointBytes of journal after which changes are brought into the state file; changes
 *     wait when a checkpoint is so slow that there are twice as many in memory
 * @param checkpointInterval time after which the same is done, when anything has changed
 * @param executor runs what follows a change. It has threads of its own: a change that is made
 *     there may wait, and must not hold up the journal by that.
 * @param scanExecutor runs listings, which read the disk; when it refuses one, that stage completes
 *     with {@link io.github.dfserver.manager.catalog.CatalogException}
 * @param threadFactory makes the two threads of the catalogue
 */
public record EmbeddedOptions(
    Path directory,
    boolean force,
    int cacheMebibytes,
    long checkpointBytes,
    Duration checkpointInterval,
    Executor executor,
    Executor scanExecutor,
    ThreadFactory threadFactory) {

  /** Refuses nulls and values that cannot work. */
  public EmbeddedOptions {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(scanExecutor, "scanExecutor");
    Objects.requireNonNull(threadFactory, "threadFactory");
    if (cacheMebibytes < 1 || checkpointBytes < 1 || checkpointInterval.toMillis() < 1) {
      throw new IllegalArgumentException("sizes and times have to be positive");
    }
  }

  /** 16 MiB of cache; a checkpoint every 16 MiB of journal or 10 s. */
  public static EmbeddedOptions of(
      Path directory,
      boolean force,
      Executor executor,
      Executor scanExecutor,
      ThreadFactory threadFactory) {
    return new EmbeddedOptions(
        directory,
        force,
        16,
        16 << 20,
        Duration.ofSeconds(10),
        executor,
        scanExecutor,
        threadFactory);
  }
}
