package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.protocol.Sha256;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The bytes of records, the same in the journal, in memory and in the state file; big-endian. What
 * is asked most often lies at a fixed place and is read without the rest. The name is the key, and
 * not repeated.
 */
final class RecordCodec {
  private static final int STATE = 0;
  private static final int FILE_ID = 2;
  private static final int COPY_ID = 18;
  private static final int LEASE = 58;
  private static final int REVISION = 74;
  private static final int SIZE = 82;
  private static final int NODE = 90 + Sha256.LENGTH;
  private static final int NODE_RECORD = 48;

  private RecordCodec() {}

  static byte[] encode(FileRecord file) {
    byte[] node = bytes(file.node());
    byte[] type = bytes(file.contentType());
    byte[] encoded = new byte[NODE + 2 * Short.BYTES + node.length + type.length];
    ByteBuffer to = ByteBuffer.wrap(encoded);
    to.put(code(file.state()));
    to.put((byte) (file.content().isPresent() ? 1 : 0));
    put(to, file.fileId());
    put(to, file.copyId());
    put(to, file.owner());
    to.putLong(file.createdAt().toEpochMilli());
    to.putLong(file.leaseExpires().toEpochMilli());
    to.putLong(file.moveSequence());
    to.putLong(file.revision());
    if (file.content().isPresent()) {
      FileContent content = file.content().get();
      to.putLong(content.size());
      content.sha256().write(to);
    }
    to.position(NODE);
    to.putShort((short) node.length).put(node);
    to.putShort((short) type.length).put(type);
    return encoded;
  }

  /**
   * The record of a file.
   *
   * @throws CatalogException when these are not the bytes of one
   */
  static FileRecord file(byte[] key, byte[] encoded) {
    try {
      ByteBuffer from = ByteBuffer.wrap(encoded);
      FileState state = state(from.get());
      boolean known = from.get() == 1;
      UUID fileId = uuid(from);
      UUID copyId = uuid(from);
      UUID owner = uuid(from);
      Instant createdAt = instant(from);
      Instant leaseExpires = instant(from);
      long moveSequence = from.getLong();
      long revision = from.getLong();
      FileContent content = new FileContent(from.getLong(), Sha256.read(from));
      String node = text(from);
      return new FileRecord(
          fileId,
          copyId,
          NameKey.name(key),
          text(from),
          known ? Optional.of(content) : Optional.empty(),
          node,
          createdAt,
          state,
          owner,
          leaseExpires,
          moveSequence,
          revision,
          Health.INTACT,
          Optional.empty(),
          Optional.empty());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw damaged(key, e);
    }
  }

  static boolean isLive(byte[] file) {
    return file[STATE] == code(FileState.LIVE);
  }

  /** Whether a record is not LIVE and its lease ended before that time. */
  static boolean isUnsettled(byte[] file, long leaseExpiredBefore) {
    return !isLive(file) && ByteBuffer.wrap(file).getLong(LEASE) < leaseExpiredBefore;
  }

  /** The size of a record that has content. */
  static long size(byte[] file) {
    return ByteBuffer.wrap(file).getLong(SIZE);
  }

  /** The node of a record. */
  static String node(byte[] file) {
    return text(ByteBuffer.wrap(file).position(NODE));
  }

  /** Whether these are the bytes of the same revision of the same file's record; null is not. */
  static boolean isRevision(byte[] file, FileRecord expected) {
    if (file == null) {
      return false;
    }
    ByteBuffer from = ByteBuffer.wrap(file);
    return from.getLong(REVISION) == expected.revision()
        && uuid(from.position(FILE_ID)).equals(expected.fileId())
        && uuid(from.position(COPY_ID)).equals(expected.copyId());
  }

  static byte[] encode(NodeRecord node) {
    byte[] encoded = new byte[NODE_RECORD];
    ByteBuffer to = ByteBuffer.wrap(encoded);
    put(to, node.instanceId());
    to.putLong(node.incarnation());
    to.putLong(node.firstSeen().toEpochMilli());
    to.putLong(node.lastSeen().toEpochMilli());
    to.putLong(node.revision());
    return encoded;
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
          uuid(from),
          from.getLong(),
          instant(from),
          instant(from),
          false,
          from.getLong());
    } catch (BufferUnderflowException e) {
      throw damaged(key, e);
    }
  }

  private static CatalogException damaged(byte[] key, RuntimeException cause) {
    return new CatalogException(
        "The catalogue's record of " + NameKey.name(key) + " is damaged", cause);
  }

  private static byte code(FileState state) {
    return (byte)
        switch (state) {
          case PENDING -> 'P';
          case LIVE -> 'L';
          case DELETING -> 'D';
          case ABANDONED -> 'A';
        };
  }

  private static FileState state(byte code) {
    return switch (code) {
      case 'P' -> FileState.PENDING;
      case 'L' -> FileState.LIVE;
      case 'D' -> FileState.DELETING;
      case 'A' -> FileState.ABANDONED;
      default -> throw new IllegalArgumentException("no state has the code " + code);
    };
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

  private static Instant instant(ByteBuffer from) {
    return Instant.ofEpochMilli(from.getLong());
  }

  private static String text(ByteBuffer from) {
    byte[] text = new byte[Short.toUnsignedInt(from.getShort())];
    from.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
