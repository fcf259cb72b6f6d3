package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copies;
import java.util.List;

/**
 * One page of what is stored.
 *
 * @param next the position that the next page begins behind; {@link Copies#END} on the last page
 * @param copies what is stored, with its health; never changes
 */
public record CopyPage(long next, List<Copies.Held> copies) {
  /** Keeps a copy of the list. */
  public CopyPage {
    copies = List.copyOf(copies);
  }
}
