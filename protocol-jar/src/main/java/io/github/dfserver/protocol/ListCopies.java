package io.github.dfserver.protocol;

import java.nio.ByteBuffer;

/**
 * Asks for one page of the node's inventory, in an order of the node's own in which a stored copy
 * keeps its place; answered by {@link Copies}. A copy that is stored or removed while the pages are
 * read may be in them or not.
 *
 * @param requestId 1 or more
 * @param after {@link Copies#next} of the page before, or {@link #FROM_START}
 * @param limit most copies in the page, 1 to {@value Limits#MAX_PAGE}
 */
public record ListCopies(long requestId, long after, int limit) implements Command {
  /** The position before the first copy. */
  public static final long FROM_START = -1;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public ListCopies {
    Limits.checkRequestId(requestId);
    Limits.check("after", after, FROM_START, Long.MAX_VALUE);
    Limits.check("limit", limit, 1, Limits.MAX_PAGE);
  }

  @Override
  public MessageType type() {
    return MessageType.LIST_COPIES;
  }

  void write(ByteBuffer to) {
    to.putLong(after).putInt(limit);
  }

  static ListCopies read(long requestId, ByteBuffer from) {
    return new ListCopies(requestId, from.getLong(), from.getInt());
  }
}
