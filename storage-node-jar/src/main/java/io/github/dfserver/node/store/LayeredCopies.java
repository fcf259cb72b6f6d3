package io.github.dfserver.node.store;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;

/** Copies in the order of their ids, as an upper layer of the index leaves those of a lower one. */
final class LayeredCopies implements Iterator<Map.Entry<UUID, IndexEntry>> {
  private final Iterator<Map.Entry<UUID, IndexEntry>> lower;
  private final Iterator<Map.Entry<UUID, IndexEntry>> upper;
  private final boolean leavesOutRemoved;
  private Map.Entry<UUID, IndexEntry> nextLower;
  private Map.Entry<UUID, IndexEntry> nextUpper;
  private Map.Entry<UUID, IndexEntry> next;

  LayeredCopies(
      Iterator<Map.Entry<UUID, IndexEntry>> lower,
      Iterator<Map.Entry<UUID, IndexEntry>> upper,
      boolean leavesOutRemoved) {
    this.lower = lower;
    this.upper = upper;
    this.leavesOutRemoved = leavesOutRemoved;
    nextLower = step(lower);
    nextUpper = step(upper);
    advance();
  }

  private static Map.Entry<UUID, IndexEntry> step(Iterator<Map.Entry<UUID, IndexEntry>> from) {
    return from.hasNext() ? from.next() : null;
  }

  private void advance() {
    do {
      next = take();
    } while (next != null && leavesOutRemoved && next.getValue().isRemoved());
  }

  private Map.Entry<UUID, IndexEntry> take() {
    int order = order();
    Map.Entry<UUID, IndexEntry> taken = order < 0 ? nextLower : nextUpper;
    if (order <= 0 && nextLower != null) {
      nextLower = step(lower);
    }
    if (order >= 0 && nextUpper != null) {
      nextUpper = step(upper);
    }
    return taken;
  }

  private int order() {
    if (nextLower == null || nextUpper == null) {
      return nextLower == null ? 1 : -1;
    }
    return IndexTypes.ORDER.compare(nextLower.getKey(), nextUpper.getKey());
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Map.Entry<UUID, IndexEntry> next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Map.Entry<UUID, IndexEntry> result = next;
    advance();
    return result;
  }
}
