package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.Move;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.protocol.Sha256;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The bytes of file records, the same in the journal, in memory and in the state file; big-endian.
 * What is asked most often lies at a fixed place and is read without the rest. The name is the key,
 * and not repeated.
 */
final class RecordCodec {
  private static final int STATE = 0;
  private static final int FLAGS = 1;
  private static final int HEALTH = 2;
  private static final int FILE_ID = 3;
  private static final int COPY_ID = 19;
  private static final int LEASE = 59;
  private static final int REVISION = 75;
  private static final int SIZE = 83;
  private static final int NODE = 91 + Sha256.LENGTH;

  private static final byte HAS_CONTENT = 1;
  private static final byte HAS_MOVE = 2;
  private static final byte HAS_PREVIOUS = 4;
  private static final byte IS_CANCELLED = 8;

  private RecordCodec() {}

  static byte[] encode(FileRecord file) {
    byte[] node = Fields.bytes(file.node());
    byte[] type = Fields.bytes(file.contentType());
    byte[] target = place(file.move().map(Move::target));
    byte[] previous = place(file.previous());
    int moveBytes = target.length == 0 ? 0 : target.length + Long.BYTES;
    byte[] encoded =
        new byte
            [NODE + Fields.textBytes(node) + Fields.textBytes(type) + moveBytes + previous.length];
    ByteBuffer to = ByteBuffer.wrap(encoded);
    to.put(code(file.state()));
    to.put(flags(file));
    to.put(code(file.health()));
    Fields.putUuid(to, file.fileId());
    Fields.putUuid(to, file.copyId());
    Fields.putUuid(to, file.owner());
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
    Fields.putText(to, node);
    Fields.putText(to, type);
    to.put(target);
    file.move().ifPresent(move -> to.putLong(move.term()));
    to.put(previous);
    return encoded;
  }

  private static byte flags(FileRecord file) {
    int flags = file.content().isPresent() ? HAS_CONTENT : 0;
    if (file.move().isPresent()) {
      flags |= file.move().get().cancelled() ? HAS_MOVE | IS_CANCELLED : HAS_MOVE;
    }
    return (byte) (file.previous().isPresent() ? flags | HAS_PREVIOUS : flags);
  }

  private static byte[] place(Optional<CopyPlace> place) {
    if (place.isEmpty()) {
      return new byte[0];
    }
    byte[] node = Fields.bytes(place.get().node());
    ByteBuffer to = ByteBuffer.allocate(Fields.UUID_BYTES + Fields.textBytes(node));
    Fields.putUuid(to, place.get().copyId());
    Fields.putText(to, node);
    return to.array();
  }

  private static CopyPlace place(ByteBuffer from) {
    UUID copyId = Fields.getUuid(from);
    return new CopyPlace(Fields.getText(from), copyId);
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
      byte flags = from.get();
      Health health = health(from.get());
      UUID fileId = Fields.getUuid(from);
      UUID copyId = Fields.getUuid(from);
      UUID owner = Fields.getUuid(from);
      Instant createdAt = Fields.getInstant(from);
      Instant leaseExpires = Fields.getInstant(from);
      long moveSequence = from.getLong();
      long revision = from.getLong();
      FileContent content = new FileContent(from.getLong(), Sha256.read(from));
      String node = Fields.getText(from);
      String type = Fields.getText(from);
      Optional<Move> move =
          (flags & HAS_MOVE) == 0
              ? Optional.empty()
              : Optional.of(new Move(place(from), from.getLong(), (flags & IS_CANCELLED) != 0));
      return new FileRecord(
          fileId,
          copyId,
          NameKey.name(key),
          type,
          (flags & HAS_CONTENT) == 0 ? Optional.empty() : Optional.of(content),
          node,
          createdAt,
          state,
          owner,
          leaseExpires,
          moveSequence,
          revision,
          health,
          move,
          (flags & HAS_PREVIOUS) == 0 ? Optional.empty() : Optional.of(place(from)));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw damaged(key, e);
    }
  }

  static CatalogException damaged(byte[] key, RuntimeException cause) {
    return new CatalogException(
        "The catalogue's record of " + NameKey.name(key) + " is damaged", cause);
  }

  static boolean isLive(byte[] file) {
    return file[STATE] == code(FileState.LIVE);
  }

  /** Whether a record is LIVE and its home has bytes of it, whole or not. */
  static boolean isHeld(byte[] file) {
    return isLive(file) && !isLiveAnd(file, Health.MISSING);
  }

  /** Whether somebody has something to do for it; see {@link FileRecord#settled}. */
  static boolean isUnsettled(byte[] file) {
    return !isLive(file) || (file[FLAGS] & (HAS_MOVE | HAS_PREVIOUS)) != 0;
  }

  /** Whether a record is unsettled and its lease ended before that time. */
  static boolean isUnsettled(byte[] file, long leaseExpiredBefore) {
    return isUnsettled(file) && ByteBuffer.wrap(file).getLong(LEASE) < leaseExpiredBefore;
  }

  /** Whether a record is LIVE and this is known of its bytes. */
  static boolean isLiveAnd(byte[] file, Health health) {
    return isLive(file) && file[HEALTH] == code(health);
  }

  /** Whether a record is LIVE and something is known against its bytes. */
  static boolean isUnwell(byte[] file) {
    return isLive(file) && !isLiveAnd(file, Health.INTACT);
  }

  /** What stands for the health of a record, also in keys. */
  static byte healthCode(byte[] file) {
    return file[HEALTH];
  }

  /** The size of a record that has content. */
  static long size(byte[] file) {
    return ByteBuffer.wrap(file).getLong(SIZE);
  }

  /** The node of a record's home. */
  static String node(byte[] file) {
    return Fields.getText(ByteBuffer.wrap(file).position(NODE));
  }

  /** Whether a record has its home, the target of its move or its previous copy on a node. */
  static boolean names(byte[] key, byte[] file, String node) {
    boolean onlyHome = (file[FLAGS] & (HAS_MOVE | HAS_PREVIOUS)) == 0;
    return onlyHome
        ? node(file).equals(node)
        : file(key, file).places().stream().anyMatch(place -> place.node().equals(node));
  }

  /** Whether these are the bytes of the same revision of the same file's record; null is not. */
  static boolean isRevision(byte[] file, FileRecord expected) {
    if (file == null) {
      return false;
    }
    ByteBuffer from = ByteBuffer.wrap(file);
    return from.getLong(REVISION) == expected.revision()
        && Fields.getUuid(from.position(FILE_ID)).equals(expected.fileId())
        && Fields.getUuid(from.position(COPY_ID)).equals(expected.copyId());
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
    return Arrays.stream(FileState.values())
        .filter(state -> code(state) == code)
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("no state has the code " + code));
  }

  static byte code(Health health) {
    return (byte)
        switch (health) {
          case INTACT -> 'I';
          case DAMAGED -> 'D';
          case MISSING -> 'M';
        };
  }

  static Health health(byte code) {
    return Arrays.stream(Health.values())
        .filter(health -> code(health) == code)
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("no health has the code " + code));
  }
}
