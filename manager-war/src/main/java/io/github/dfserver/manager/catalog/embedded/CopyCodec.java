package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.catalog.Tombstone;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.Sha256;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** The bytes of tombstones and strays. */
final class CopyCodec {
  private static final int STRAY_FIXED =
      2 * Fields.UUID_BYTES + Long.BYTES + Sha256.LENGTH + 3 * Long.BYTES + 1;

  private CopyCodec() {}

  static byte[] encode(Tombstone tombstone) {
    byte[] node = Fields.bytes(tombstone.place().node());
    ByteBuffer to =
        ByteBuffer.allocate(2 * Fields.UUID_BYTES + Long.BYTES + Fields.textBytes(node));
    Fields.putUuid(to, tombstone.place().copyId());
    Fields.putUuid(to, tombstone.fileId()).putLong(tombstone.since().toEpochMilli());
    Fields.putText(to, node);
    return to.array();
  }

  /**
   * A tombstone.
   *
   * @throws CatalogException when these are not the bytes of one
   */
  static Tombstone tombstone(byte[] encoded) {
    try {
      ByteBuffer from = ByteBuffer.wrap(encoded);
      UUID copyId = Fields.getUuid(from);
      UUID fileId = Fields.getUuid(from);
      Instant since = Fields.getInstant(from);
      return new Tombstone(new CopyPlace(Fields.getText(from), copyId), fileId, since);
    } catch (BufferUnderflowException e) {
      throw new CatalogException("A tombstone in the catalogue is damaged", e);
    }
  }

  static byte[] encode(Stray stray) {
    Copy copy = stray.copy();
    byte[] node = Fields.bytes(stray.node());
    byte[] name = Fields.bytes(copy.name());
    byte[] type = Fields.bytes(copy.contentType());
    ByteBuffer to =
        ByteBuffer.allocate(
            STRAY_FIXED + Fields.textBytes(node) + Fields.textBytes(name) + Fields.textBytes(type));
    to.putLong(stray.seen().toEpochMilli());
    to.put(code(stray.reason()));
    Fields.putText(to, node);
    Fields.putUuid(to, copy.fileId());
    Fields.putUuid(to, copy.copyId());
    Fields.putText(to, name);
    Fields.putText(to, type);
    to.putLong(copy.size());
    copy.sha256().write(to);
    to.putLong(copy.createdAt().toEpochMilli()).putLong(copy.moveSequence());
    return to.array();
  }

  /**
   * A stray.
   *
   * @throws CatalogException when these are not the bytes of one
   */
  static Stray stray(byte[] encoded) {
    try {
      ByteBuffer from = ByteBuffer.wrap(encoded);
      Instant seen = Fields.getInstant(from);
      Stray.Reason reason = reason(from.get());
      String node = Fields.getText(from);
      Copy copy =
          new Copy(
              Fields.getUuid(from),
              Fields.getUuid(from),
              Fields.getText(from),
              Fields.getText(from),
              from.getLong(),
              Sha256.read(from),
              Fields.getInstant(from),
              from.getLong());
      return new Stray(node, copy, reason, seen);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new CatalogException("A stray copy's record in the catalogue is damaged", e);
    }
  }

  /** Whether a stray was last seen before that time. */
  static boolean isSeenBefore(byte[] stray, long millis) {
    return ByteBuffer.wrap(stray).getLong() < millis;
  }

  /** Whether a rebuild left a stray in conflict. */
  static boolean isConflict(byte[] stray) {
    return stray[Long.BYTES] == code(Stray.Reason.CONFLICT);
  }

  private static byte code(Stray.Reason reason) {
    return (byte)
        switch (reason) {
          case UNKNOWN -> 'U';
          case CONFLICT -> 'C';
        };
  }

  private static Stray.Reason reason(byte code) {
    return switch (code) {
      case 'U' -> Stray.Reason.UNKNOWN;
      case 'C' -> Stray.Reason.CONFLICT;
      default -> throw new IllegalArgumentException("no reason has the code " + code);
    };
  }
}
