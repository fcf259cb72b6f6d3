package io.github.dfserver.manager.catalog;

import java.util.Objects;
import java.util.UUID;

/**
 * One copy of a file and where it is.
 *
 * @param node the id of the node
 * @param copyId the copy there; never used again for another copy
 */
public record CopyPlace(String node, UUID copyId) {
  /** Refuses nulls. */
  public CopyPlace {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(copyId, "copyId");
  }

  /** A place for a new copy, with an id of its own. */
  public static CopyPlace on(String node) {
    return new CopyPlace(node, UUID.randomUUID());
  }
}
