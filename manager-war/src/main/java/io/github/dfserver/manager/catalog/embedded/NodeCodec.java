package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.manager.catalog.NodeRecord;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/** The bytes of nodes' records; the id is the key, and not repeated. */
final class NodeCodec {
  private static final int BYTES = 2 * Fields.UUID_BYTES + 4 * Long.BYTES + 2;

  private static final UUID NONE = new UUID(0, 0);

  private NodeCodec() {}

  static byte[] encode(NodeRecord node) {
    ByteBuffer to = ByteBuffer.allocate(BYTES);
    Fields.putUuid(to, node.instanceId())
        .putLong(node.incarnation())
        .put((byte) (node.processId().isPresent() ? 1 : 0));
    Fields.putUuid(to, node.processId().orElse(NONE))
        .putLong(node.firstSeen().toEpochMilli())
        .putLong(node.lastSeen().toEpochMilli())
        .put((byte) (node.draining() ? 1 : 0))
        .putLong(node.revision());
    return to.array();
  }

  /**
   * The record of a node.
   *
   * @throws CatalogException when these are not the bytes of one
   */
  static NodeRecord node(byte[] key, byte[] encoded) {
    try {
      ByteBuffer from = ByteBuffer.wrap(encoded);
      return new NodeRecord(
          NameKey.name(key),
          Fields.getUuid(from),
          from.getLong(),
          processId(from),
          Fields.getInstant(from),
          Fields.getInstant(from),
          Fields.getFlag(from),
          from.getLong());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw RecordCodec.damaged(key, e);
    }
  }

  private static Optional<UUID> processId(ByteBuffer from) {
    boolean known = Fields.getFlag(from);
    UUID id = Fields.getUuid(from);
    return known ? Optional.of(id) : Optional.empty();
  }
}
