package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Tombstones.Tombstone;
import java.util.List;

/**
 * One page of the deleted files that are remembered.
 *
 * @param more whether there is a further page
 * @param tombstones ordered by file id as an unsigned number; never changes
 */
public record TombstonePage(boolean more, List<Tombstone> tombstones) {
  /** Keeps a copy of the list. */
  public TombstonePage {
    tombstones = List.copyOf(tombstones);
  }
}
