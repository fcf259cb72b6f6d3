package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks for one page of the deleted files that the node remembers ({@link DeleteFile#tombstone}),
 * ordered by file id as an unsigned number; answered by {@link Tombstones}.
 *
 * @param requestId 1 or more
 * @param after the last file id of the page before; empty to begin
 * @param limit most tombstones in the page, 1 to {@value Limits#MAX_PAGE}
 */
public record ListTombstones(long requestId, Optional<UUID> after, int limit) implements Command {
  static final int MIN_BYTES = 1 + 4;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public ListTombstones {
    Limits.checkRequestId(requestId);
    Limits.check("limit", limit, 1, Limits.MAX_PAGE);
  }

  @Override
  public MessageType type() {
    return MessageType.LIST_TOMBSTONES;
  }

  int bodyBytes() {
    return Fields.optionalBytes(after) + 4;
  }

  void write(ByteBuffer to) {
    Fields.putOptionalUuid(to, after);
    to.putInt(limit);
  }

  static ListTombstones read(long requestId, ByteBuffer from) throws ProtocolException {
    return new ListTombstones(requestId, Fields.getOptionalUuid(from), from.getInt());
  }
}
