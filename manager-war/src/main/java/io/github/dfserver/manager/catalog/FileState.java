package io.github.dfserver.manager.catalog;

/**
 * Where a file record stands. The transitions below are all there are; {@link FileRecord} makes
 * them and the adapters refuse any other.
 *
 * <pre>
 *   (none) -> PENDING -> LIVE -> DELETING -> (none)
 *                 \-> ABANDONED -> (none)
 *                 \-> (none)         only while its node cannot have a copy
 *   PENDING, ABANDONED and DELETING may also be renewed (same state, new owner or lease),
 *   and LIVE stays LIVE while its file moves, is restored, or is found damaged or missing
 * </pre>
 */
public enum FileState {
  /** An upload is under way: the name is taken, nothing can be read yet. */
  PENDING,
  /** The file can be read; its node holds a whole, durable copy. */
  LIVE,
  /** A delete was accepted: the file cannot be read any more, its copy is being removed. */
  DELETING,
  /** The upload will never become a file: its copy, if there is one, is being removed. */
  ABANDONED;

  /** Whether a record in this state may be replaced by one in {@code next}. */
  public boolean canBecome(FileState next) {
    return switch (this) {
      case PENDING -> next == PENDING || next == LIVE || next == ABANDONED;
      case LIVE -> next == LIVE || next == DELETING;
      case DELETING -> next == DELETING;
      case ABANDONED -> next == ABANDONED;
    };
  }

  /** Whether a record in this state may be removed, which frees its name. */
  public boolean canBeRemoved() {
    return this != LIVE;
  }
}
