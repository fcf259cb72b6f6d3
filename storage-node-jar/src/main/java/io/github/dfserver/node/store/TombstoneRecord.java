package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Tombstones.Tombstone;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * That a file was deleted, as the files of {@link TombstoneLog} keep it: a mark, a CRC-32C over the
 * rest, the file's id, the move sequence of the copy that was deleted, and when. Big-endian.
 *
 * @param deletedAt cut to milliseconds
 */
record TombstoneRecord(UUID fileId, long moveSequence, Instant deletedAt) {
  /** Bytes of each record in a file. */
  static final int BYTES = 4 + 4 + 16 + 8 + 8;

  /** "DFT" and the version of the format. */
  private static final int MARK = 0x44465401;

  private static final int HEAD_BYTES = 8;

  /** As a peer is told. */
  Tombstone tombstone() {
    return new Tombstone(fileId, moveSequence);
  }

  /** Appends a record. */
  void write(ByteBuffer to) {
    int at = to.position();
    to.putInt(MARK).putInt(0);
    CopyRecord.putUuid(to, fileId);
    to.putLong(moveSequence).putLong(deletedAt.toEpochMilli());
    to.putInt(at + 4, crc(to, at));
  }

  private static int crc(ByteBuffer in, int at) {
    CRC32C crc = new CRC32C();
    crc.update(in.slice(at + HEAD_BYTES, BYTES - HEAD_BYTES));
    return (int) crc.getValue();
  }

  /**
   * Reads every whole record from {@code from}; what an append left that did not come to its end is
   * skipped up to the next one. Leaves what may be the beginning of a record.
   */
  static void readAll(ByteBuffer from, Consumer<TombstoneRecord> to) {
    while (from.remaining() >= BYTES) {
      int at = from.position();
      if (from.getInt(at) != MARK || from.getInt(at + 4) != crc(from, at)) {
        from.position(at + 1);
        continue;
      }
      from.position(at + HEAD_BYTES);
      UUID fileId = CopyRecord.getUuid(from);
      long moveSequence = from.getLong();
      to.accept(new TombstoneRecord(fileId, moveSequence, Instant.ofEpochMilli(from.getLong())));
    }
  }
}
