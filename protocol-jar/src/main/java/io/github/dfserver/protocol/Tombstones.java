package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Answers {@link ListTombstones}.
 *
 * @param requestId 1 or more
 * @param more whether there is a further page
 * @param tombstones in their order; never changes
 */
public record Tombstones(long requestId, boolean more, List<Tombstone> tombstones)
    implements Answer {
  static final int MIN_BYTES = 1 + 2;
  static final int MAX_BYTES = MIN_BYTES + Limits.MAX_PAGE * Tombstone.BYTES;

  /**
   * A file was deleted.
   *
   * @param fileId which
   * @param moveSequence of the copy that was deleted: it and all older copies are not wanted
   */
  public record Tombstone(UUID fileId, long moveSequence) {
    static final int BYTES = 16 + 8;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException when the move sequence is negative
     */
    public Tombstone {
      Limits.check("move sequence", moveSequence, 0, Long.MAX_VALUE);
    }
  }

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Tombstones {
    Limits.checkRequestId(requestId);
    tombstones = List.copyOf(tombstones);
    Limits.check("tombstones", tombstones.size(), 0, Limits.MAX_PAGE);
  }

  @Override
  public MessageType type() {
    return MessageType.TOMBSTONES;
  }

  int bodyBytes() {
    return MIN_BYTES + tombstones.size() * Tombstone.BYTES;
  }

  void write(ByteBuffer to) {
    Fields.putFlag(to, more);
    to.putShort((short) tombstones.size());
    for (Tombstone tombstone : tombstones) {
      Fields.putUuid(to, tombstone.fileId());
      to.putLong(tombstone.moveSequence());
    }
  }

  static Tombstones read(long requestId, ByteBuffer from) throws ProtocolException {
    boolean more = Fields.getFlag(from);
    int count = Short.toUnsignedInt(from.getShort());
    List<Tombstone> tombstones = new ArrayList<>(Math.min(count, from.remaining()));
    for (int i = 0; i < count; i++) {
      tombstones.add(new Tombstone(Fields.getUuid(from), from.getLong()));
    }
    return new Tombstones(requestId, more, tombstones);
  }
}
