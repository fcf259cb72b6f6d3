package io.github.dfserver.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of each block of a copy's bytes, read a group at a time as it is needed. A file of
 * them is groups of {@value #GROUP} sums, each behind a CRC of its own, and a footer that says of
 * which copy they are; {@link SumsWriter} writes it. Used by one thread at a time.
 */
final class BlockSums implements Closeable {
  /** Bytes of a block. */
  static final int BLOCK_BYTES = 64 * 1024;

  /** Sums in a group: a kilobyte in memory for 16 MiB of the copy. */
  static final int GROUP = 255;

  private static final int LOOKED_AT = 4;
  static final int GROUP_BYTES = 4 * GROUP + 4;
  static final int FOOTER_BYTES = 4 + 4 + 16 + 8 + 4;
  private static final int MAGIC = 0x44465342;

  /** Reads bytes at a position, as {@link FileChannel#read(ByteBuffer, long)} does. */
  private interface Source {
    int read(ByteBuffer to, long position) throws IOException;
  }

  private final UUID copyId;
  private final long size;
  private final Source source;
  private final Closeable file;
  private final ByteBuffer group = ByteBuffer.allocate(GROUP_BYTES);
  private long loaded = -1;

  private BlockSums(UUID copyId, long size, Source source, Closeable file) {
    this.copyId = copyId;
    this.size = size;
    this.source = source;
    this.file = file;
  }

  /** Whether a copy of so many bytes has a file of sums; its SHA-256 does for a smaller one. */
  static boolean areKept(long size) {
    return size > BLOCK_BYTES;
  }

  /**
   * Opens a file of sums; empty when it is lost, damaged or of another copy. Of many groups only
   * the first few are looked at.
   */
  static Optional<BlockSums> open(Path file, UUID copyId, long size) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    boolean good = false;
    try {
      BlockSums sums = new BlockSums(copyId, size, channel::read, channel);
      good = isOf(channel, copyId, size) && sums.load();
      return good ? Optional.of(sums) : Optional.empty();
    } finally {
      if (!good) {
        channel.close();
      }
    }
  }

  /** Whether a file of sums is there and of this copy. */
  static boolean areThere(Path file, UUID copyId, long size) throws IOException {
    Optional<BlockSums> sums = open(file, copyId, size);
    if (sums.isPresent()) {
      sums.get().close();
    }
    return sums.isPresent();
  }

  private static boolean isOf(FileChannel channel, UUID copyId, long size) throws IOException {
    long bytes = channel.size();
    if (bytes != fileBytes(size)) {
      return false;
    }
    ByteBuffer footer = Bytes.read(channel, bytes - FOOTER_BYTES, FOOTER_BYTES);
    return footer.equals(footer(copyId, size));
  }

  /** Sums that are in memory, as {@link SumsWriter} wrote them. */
  static BlockSums of(byte[] written, UUID copyId, long size) {
    return new BlockSums(
        copyId,
        size,
        (to, position) -> {
          int length = Math.min(to.remaining(), written.length - (int) position);
          to.put(written, (int) position, length);
          return length;
        },
        () -> {});
  }

  /** Blocks of a copy of so many bytes. */
  static long blocks(long size) {
    return (size + BLOCK_BYTES - 1) / BLOCK_BYTES;
  }

  private static long groups(long size) {
    return (blocks(size) + GROUP - 1) / GROUP;
  }

  private static long fileBytes(long size) {
    return 4 * (blocks(size) + groups(size)) + FOOTER_BYTES;
  }

  static ByteBuffer footer(UUID copyId, long size) {
    ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES).putInt(MAGIC).putInt(BLOCK_BYTES);
    CopyRecord.putUuid(footer, copyId);
    footer.putLong(size);
    CRC32C crc = new CRC32C();
    crc.update(footer.array(), 0, FOOTER_BYTES - 4);
    return footer.putInt((int) crc.getValue()).flip();
  }

  /** What a group's sums have behind them, so that they count for nothing in another place. */
  static int groupSum(UUID copyId, long number, ByteBuffer sums) {
    ByteBuffer place = ByteBuffer.allocate(16 + 8);
    CopyRecord.putUuid(place, copyId);
    CRC32C crc = new CRC32C();
    crc.update(place.putLong(number).flip());
    crc.update(sums.duplicate());
    return (int) crc.getValue();
  }

  /**
   * Whether these are the bytes of a block.
   *
   * @throws SumsLostException when the block's sum is damaged
   * @throws IOException when it cannot be read
   */
  boolean match(long block, ByteBuffer bytes) throws IOException, SumsLostException {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return sum(block) == (int) crc.getValue();
  }

  private boolean load() throws IOException {
    try {
      for (long number = Math.min(groups(size), LOOKED_AT) - 1; number >= 0; number--) {
        load(number);
      }
      return true;
    } catch (SumsLostException e) {
      return false;
    }
  }

  private int sum(long block) throws IOException, SumsLostException {
    long number = block / GROUP;
    if (number != loaded) {
      load(number);
    }
    return group.getInt((int) (block % GROUP) * 4);
  }

  private void load(long number) throws IOException, SumsLostException {
    loaded = -1;
    int length = (int) Math.min(GROUP, blocks(size) - number * GROUP) * 4;
    group.clear().limit(length + 4);
    long at = number * GROUP_BYTES;
    while (group.hasRemaining()) {
      if (source.read(group, at + group.position()) < 0) {
        throw new SumsLostException();
      }
    }
    if (groupSum(copyId, number, group.slice(0, length)) != group.getInt(length)) {
      throw new SumsLostException();
    }
    loaded = number;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
