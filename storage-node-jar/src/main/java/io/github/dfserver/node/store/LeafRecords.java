package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What a leaf's metadata file says. Each record is a mark, its length, a CRC-32C over the rest, a
 * byte that says which, and a {@link CopyRecord} or the number of the slot that is free again; the
 * last record about a slot, or about a file's name, counts. A damaged record is skipped up to the
 * next whole one.
 */
final class LeafRecords {
  /** "DFS" and the version of the format. */
  private static final int MARK = 0x44465301;

  private static final int HEAD_BYTES = 12;
  private static final int MOST_BYTES = 8 * 1024;
  private static final byte ADDED = 1;
  private static final byte REMOVED = 2;

  private final int leaf;
  private final Map<Long, CopyRecord> live = new TreeMap<>();
  private long bytes;
  private long damagedBytes;

  private LeafRecords(int leaf) {
    this.leaf = leaf;
  }

  /** Reads a leaf's file; one that is not there says nothing. */
  static LeafRecords read(Path file, int leaf) throws IOException {
    LeafRecords records = new LeafRecords(leaf);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      records.parse(Bytes.read(channel, 0, Math.toIntExact(channel.size())));
    } catch (NoSuchFileException e) {
      return records;
    }
    return records;
  }

  private void parse(ByteBuffer content) {
    bytes = content.remaining();
    int at = 0;
    while (at < content.limit()) {
      int length = wholeRecord(content, at);
      if (length < 0 || !apply(content.slice(at + HEAD_BYTES, length))) {
        damagedBytes++;
        at++;
      } else {
        at += HEAD_BYTES + length;
      }
    }
  }

  /** The length of the whole record at {@code at}, -1 when there is none. */
  private static int wholeRecord(ByteBuffer content, int at) {
    if (content.limit() - at < HEAD_BYTES || content.getInt(at) != MARK) {
      return -1;
    }
    int length = content.getInt(at + 4);
    if (length <= 0 || length > MOST_BYTES || length > content.limit() - at - HEAD_BYTES) {
      return -1;
    }
    return crc(content.slice(at + HEAD_BYTES, length)) == content.getInt(at + 8) ? length : -1;
  }

  private boolean apply(ByteBuffer record) {
    try {
      byte type = record.get();
      if (type == REMOVED) {
        live.remove(record.getLong());
        return true;
      }
      CopyRecord copy = CopyRecord.decode(record);
      if (type != ADDED || copy.place().leaf() != leaf) {
        return false;
      }
      live.values().removeIf(other -> other.place().fileName().equals(copy.place().fileName()));
      live.put(copy.place().slot(), copy);
      return true;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return false;
    }
  }

  /** The copies of the leaf. */
  Collection<CopyRecord> live() {
    return live.values();
  }

  /** The copy in a slot, if it is this one. */
  Optional<CopyRecord> find(long slot, UUID copyId) {
    return Optional.ofNullable(live.get(slot))
        .filter(found -> found.copy().copyId().equals(copyId));
  }

  /** Bytes that belong to no whole record. */
  long damagedBytes() {
    return damagedBytes;
  }

  /** Whether a file written anew would be less than half as long. */
  boolean isMostlyDead() {
    return 2L * encode().remaining() < bytes;
  }

  /** A file that says the same in the fewest records. */
  ByteBuffer encode() {
    ByteBuffer[] records =
        live.values().stream().map(copy -> added(copy.encode())).toArray(ByteBuffer[]::new);
    int length = 0;
    for (ByteBuffer record : records) {
      length += record.remaining();
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (ByteBuffer record : records) {
      all.put(record);
    }
    return all.flip();
  }

  /** The record that a copy was added; {@code copy} is its encoded {@link CopyRecord}. */
  static ByteBuffer added(ByteBuffer copy) {
    return record(ADDED, copy.duplicate());
  }

  /** The record that a slot is free again. */
  static ByteBuffer removed(long slot) {
    return record(REMOVED, ByteBuffer.allocate(8).putLong(0, slot));
  }

  private static ByteBuffer record(byte type, ByteBuffer fields) {
    int length = 1 + fields.remaining();
    ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + length);
    record.putInt(MARK).putInt(length).putInt(0).put(type).put(fields).flip();
    record.putInt(8, crc(record.slice(HEAD_BYTES, length)));
    return record;
  }

  private static int crc(ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }
}
