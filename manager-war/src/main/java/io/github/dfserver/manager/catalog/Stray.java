package io.github.dfserver.manager.catalog;

import io.github.dfserver.protocol.Copy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A copy on a node that no record explains. It is kept and told of, and never removed for want of a
 * record.
 *
 * @param node the id of the node
 * @param copy what the node knows of it
 * @param reason why it is here
 * @param seen when an inventory last had it, in whole milliseconds
 */
public record Stray(String node, Copy copy, Reason reason, Instant seen) {
  /** Why a copy is stray. */
  public enum Reason {
    /** No record tells of it. */
    UNKNOWN,
    /** A rebuild found another file of the same name, and guessed neither. */
    CONFLICT
  }

  /** Cuts the instant to milliseconds. */
  public Stray {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(copy, "copy");
    Objects.requireNonNull(reason, "reason");
    seen = seen.truncatedTo(ChronoUnit.MILLIS);
  }
}
