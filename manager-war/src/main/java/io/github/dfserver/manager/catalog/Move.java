package io.github.dfserver.manager.catalog;

import java.util.Objects;

/**
 * A file is on its way to another copy, which nobody may read yet: from its node to another one,
 * or, where its bytes are gone or wrong, from a client that uploads them again.
 *
 * @param target the copy that is being made
 * @param term the term of the rebalancer's lease under which it moves; {@link #RESTORE} when a
 *     client restores the file
 * @param cancelled whether it will not happen any more, and what there is of the target is being
 *     removed
 */
public record Move(CopyPlace target, long term, boolean cancelled) {
  /** The term of what no rebalancer moves. */
  public static final long RESTORE = 0;

  /** Refuses a negative term. */
  public Move {
    Objects.requireNonNull(target, "target");
    if (term < 0) {
      throw new IllegalArgumentException("the term of a move is negative: " + term);
    }
  }
}
