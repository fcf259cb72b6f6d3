package io.github.dfserver.node.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;

/**
 * Where a store is and what it may use.
 *
 * @param root the data directory; created when it is not there
 * @param nodeId the node that the directory belongs to, or will from now on
 * @param fsync whether what was answered survives power loss; without it, only the end of the
 *     process
 * @param capacityBytes most bytes of all copies together; empty: what the disk has
 * @param reserveBytes bytes of the disk that are left free
 * @param scrubPeriod how long the reading of all copies takes; empty: it never begins by itself
 * @param threads makes the store's few threads; they end with {@link CopyStore#close}
 */
public record StoreOptions(
    Path root,
    String nodeId,
    boolean fsync,
    OptionalLong capacityBytes,
    long reserveBytes,
    Optional<Duration> scrubPeriod,
    ThreadFactory threads) {

  /** Refuses what cannot work. */
  public StoreOptions {
    root = root.toAbsolutePath().normalize();
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(scrubPeriod, "scrubPeriod");
    Objects.requireNonNull(threads, "threads");
    if (capacityBytes.orElse(0) < 0 || reserveBytes < 0) {
      throw new IllegalArgumentException("a capacity or reserve cannot be negative");
    }
  }

  /** Forced, without a capacity, reserve or scrub, on daemon threads. */
  public static StoreOptions of(Path root, String nodeId) {
    return new StoreOptions(
        root, nodeId, true, OptionalLong.empty(), 0, Optional.empty(), StoreOptions::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "store");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether what was answered survives power loss. */
  public StoreOptions withFsync(boolean value) {
    return new StoreOptions(root, nodeId, value, capacityBytes, reserveBytes, scrubPeriod, threads);
  }

  /** Most bytes of all copies together. */
  public StoreOptions withCapacityBytes(long value) {
    return new StoreOptions(
        root, nodeId, fsync, OptionalLong.of(value), reserveBytes, scrubPeriod, threads);
  }

  /** Bytes of the disk that are left free. */
  public StoreOptions withReserveBytes(long value) {
    return new StoreOptions(root, nodeId, fsync, capacityBytes, value, scrubPeriod, threads);
  }

  /** Makes the store's threads. */
  public StoreOptions withThreads(ThreadFactory value) {
    return new StoreOptions(root, nodeId, fsync, capacityBytes, reserveBytes, scrubPeriod, value);
  }

  /** How long the reading of all copies takes. */
  public StoreOptions withScrubPeriod(Duration value) {
    return new StoreOptions(
        root, nodeId, fsync, capacityBytes, reserveBytes, Optional.of(value), threads);
  }
}
