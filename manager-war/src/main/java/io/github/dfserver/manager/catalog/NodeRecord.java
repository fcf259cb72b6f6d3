package io.github.dfserver.manager.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A node that the catalogue knows. Immutable; each change returns a new record whose revision is
 * higher by one.
 *
 * @param id the node's id
 * @param instanceId identifies its data directory, for good
 * @param incarnation the highest start of the node that was ever seen
 * @param processId the process that was let in with that incarnation; empty where none was yet
 * @param firstSeen when it joined, in whole milliseconds
 * @param lastSeen when a manager last heard from it, in whole milliseconds
 * @param draining whether an operator wants it emptied
 * @param revision 1 for a new record, raised by each change
 */
public record NodeRecord(
    String id,
    UUID instanceId,
    long incarnation,
    Optional<UUID> processId,
    Instant firstSeen,
    Instant lastSeen,
    boolean draining,
    long revision) {

  /** Cuts both instants to milliseconds. */
  public NodeRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(processId, "processId");
    firstSeen = firstSeen.truncatedTo(ChronoUnit.MILLIS);
    lastSeen = lastSeen.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A node that joins now; which process of it is not known yet. */
  public static NodeRecord joined(String id, UUID instanceId, long incarnation, Instant now) {
    return new NodeRecord(id, instanceId, incarnation, Optional.empty(), now, now, false, 1);
  }

  /** The same record of a process that is let in with it; to be written as it is. */
  public NodeRecord by(UUID process) {
    return new NodeRecord(
        id, instanceId, incarnation, Optional.of(process), firstSeen, lastSeen, draining, revision);
  }

  /**
   * The node was heard from, in this or a later incarnation.
   *
   * @throws IllegalArgumentException when the incarnation is lower than the one known
   */
  public NodeRecord seen(long newIncarnation, Instant now) {
    if (newIncarnation < incarnation) {
      throw new IllegalArgumentException(
          "incarnation " + newIncarnation + " of node " + id + " is older than " + incarnation);
    }
    return new NodeRecord(
        id,
        instanceId,
        newIncarnation,
        newIncarnation == incarnation ? processId : Optional.empty(),
        firstSeen,
        now,
        draining,
        revision + 1);
  }

  /**
   * Whether a process of the node may not be connected any more: a later start has been let in, or
   * another process with the same start, and so with a copy of the same directory.
   */
  public boolean isFenced(long oneIncarnation, UUID oneProcess) {
    return oneIncarnation < incarnation
        || (oneIncarnation == incarnation
            && processId.filter(known -> !known.equals(oneProcess)).isPresent());
  }

  /** The same record, for what is known here and not yet written. */
  public NodeRecord lastSeenAt(Instant now) {
    return new NodeRecord(
        id, instanceId, incarnation, processId, firstSeen, now, draining, revision);
  }

  /** The node is to be emptied, or not any more. */
  public NodeRecord withDraining(boolean wanted) {
    return new NodeRecord(
        id, instanceId, incarnation, processId, firstSeen, lastSeen, wanted, revision + 1);
  }

  /**
   * Refuses a change that does not follow this record; for adapters.
   *
   * @throws IllegalArgumentException when {@code next} cannot follow this record
   */
  public void requireSuccessor(NodeRecord next) {
    if (!id.equals(next.id)) {
      throw new IllegalArgumentException("the id of a node never changes: " + id);
    }
    if (next.revision != revision + 1) {
      throw new IllegalArgumentException(
          "revision " + next.revision + " does not follow " + revision + ": node " + id);
    }
  }
}
