package io.github.dfserver.manager.catalog;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;

/**
 * What is true of the whole cluster. Immutable; each change returns a new state whose revision is
 * higher by one.
 *
 * @param clusterId identifies the catalogue and all nodes that joined it
 * @param secret what managers of this cluster show to each other: 32 random bytes in hexadecimal
 * @param movesPaused whether an operator has stopped the moving of files
 * @param rebuild the last rebuild of the catalogue
 * @param linkEpoch part of the key of signed links; raised to make all of them void
 * @param revision raised by each change
 */
public record ClusterState(
    UUID clusterId,
    String secret,
    boolean movesPaused,
    RebuildState rebuild,
    long linkEpoch,
    long revision) {
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Refuses nulls. */
  public ClusterState {
    Objects.requireNonNull(clusterId, "clusterId");
    Objects.requireNonNull(secret, "secret");
    Objects.requireNonNull(rebuild, "rebuild");
  }

  /** A new cluster, with an id and a secret of its own and revision 1. */
  public static ClusterState created() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new ClusterState(
        UUID.randomUUID(), HexFormat.of().formatHex(secret), false, RebuildState.NONE, 0, 1);
  }

  /** Moves are stopped, or go on. */
  public ClusterState withMovesPaused(boolean paused) {
    return new ClusterState(clusterId, secret, paused, rebuild, linkEpoch, revision + 1);
  }

  /** A rebuild began, went on or ended. */
  public ClusterState withRebuild(RebuildState next) {
    return new ClusterState(clusterId, secret, movesPaused, next, linkEpoch, revision + 1);
  }

  /** All signed links that were made so far are void. */
  public ClusterState withLinksVoid() {
    return new ClusterState(clusterId, secret, movesPaused, rebuild, linkEpoch + 1, revision + 1);
  }

  /** An emptied catalogue takes the place of the one that the nodes belong to. */
  public ClusterState adopting(UUID lostCluster) {
    return new ClusterState(lostCluster, secret, movesPaused, rebuild, linkEpoch, revision + 1);
  }

  /**
   * Refuses a change that does not follow this state; for adapters.
   *
   * @throws IllegalArgumentException when {@code next} cannot follow this state
   */
  public void requireSuccessor(ClusterState next) {
    if (next.revision != revision + 1) {
      throw new IllegalArgumentException(
          "revision " + next.revision + " does not follow " + revision + ": the cluster's state");
    }
  }
}
