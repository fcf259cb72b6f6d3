package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.protocol.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The bytes of records, the same in the journal and in the state; big-endian. */
final class RecordCodec {
  private static final int FIXED = 128;

  private RecordCodec() {}

  static byte[] encode(FileRecord file) {
    byte[] name = bytes(file.name());
    byte[] contentType = bytes(file.contentType());
    byte[] node = bytes(file.node());
    ByteBuffer to =
        ByteBuffer.allocate(FIXED + 40 + name.length + contentType.length + node.length);
    to.put(code(file.state()));
    put(to, file.fileId());
    put(to, file.copyId());
    put(to, file.owner());
    to.putLong(file.createdAt().toEpochMilli());
    to.putLong(file.leaseExpires().toEpochMilli());
    to.putLong(file.moveSequence());
    to.putLong(file.revision());
    to.put((byte) (file.content().isPresent() ? 1 : 0));
    file.content()
        .ifPresent(
            content -> {
              to.putLong(content.size());
              to.put(content.sha256().bytes());
            });
    put(to, name);
    put(to, contentType);
    put(to, node);
    return finish(to);
  }

  static FileRecord decodeFile(ByteBuffer from) {
    FileState state = state(from.get());
    UUID fileId = uuid(from);
    UUID copyId = uuid(from);
    UUID owner = uuid(from);
    Instant createdAt = Instant.ofEpochMilli(from.getLong());
    Instant leaseExpires = Instant.ofEpochMilli(from.getLong());
    long moveSequence = from.getLong();
    long revision = from.getLong();
    Optional<FileContent> content = Optional.empty();
    if (from.get() == 1) {
      long size = from.getLong();
      byte[] digest = new byte[Sha256.LENGTH];
      from.get(digest);
      content = Optional.of(new FileContent(size, Sha256.fromBytes(digest)));
    }
    String name = text(from);
    String contentType = text(from);
    String node = text(from);
    return new FileRecord(
        fileId,
        copyId,
        name,
        contentType,
        content,
        node,
        createdAt,
        state,
        owner,
        leaseExpires,
        moveSequence,
        revision);
  }

  static byte[] encode(NodeRecord node) {
    byte[] id = bytes(node.id());
    ByteBuffer to = ByteBuffer.allocate(FIXED + id.length);
    put(to, id);
    put(to, node.instanceId());
    to.putLong(node.incarnation());
    to.putLong(node.firstSeen().toEpochMilli());
    to.putLong(node.lastSeen().toEpochMilli());
    to.putLong(node.revision());
    return finish(to);
  }

  static NodeRecord decodeNode(ByteBuffer from) {
    return new NodeRecord(
        text(from),
        uuid(from),
        from.getLong(),
        Instant.ofEpochMilli(from.getLong()),
        Instant.ofEpochMilli(from.getLong()),
        from.getLong());
  }

  /** What stands for a state on disk, the first byte of a record; never changed. */
  static byte code(FileState state) {
    return switch (state) {
      case PENDING -> 1;
      case LIVE -> 2;
      case DELETING -> 3;
      case ABANDONED -> 4;
    };
  }

  private static FileState state(byte code) {
    return switch (code) {
      case 1 -> FileState.PENDING;
      case 2 -> FileState.LIVE;
      case 3 -> FileState.DELETING;
      case 4 -> FileState.ABANDONED;
      default -> throw new CatalogException("The catalogue has a record of unknown state " + code);
    };
  }

  private static byte[] finish(ByteBuffer to) {
    byte[] encoded = new byte[to.position()];
    to.flip().get(encoded);
    return encoded;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ByteBuffer to, UUID id) {
    to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer from) {
    long most = from.getLong();
    return new UUID(most, from.getLong());
  }

  private static void put(ByteBuffer to, byte[] text) {
    to.putShort((short) text.length).put(text);
  }

  private static String text(ByteBuffer from) {
    byte[] text = new byte[Short.toUnsignedInt(from.getShort())];
    from.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
