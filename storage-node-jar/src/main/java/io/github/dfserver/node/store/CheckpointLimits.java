package io.github.dfserver.node.store;

import java.time.Duration;

/**
 * When a checkpoint is due, and when changes have to wait for one.
 *
 * @param changes copies added and removed since the last one
 * @param journalBytes kept in the journal since the last one
 * @param interval time since the last one, if anything changed
 * @param backlog changes wait when there are so many times as many as above
 */
record CheckpointLimits(int changes, long journalBytes, Duration interval, int backlog) {
  static CheckpointLimits defaults() {
    return new CheckpointLimits(16_384, 128 << 20, Duration.ofSeconds(30), 3);
  }
}
