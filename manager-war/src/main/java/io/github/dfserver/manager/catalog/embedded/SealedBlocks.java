package io.github.dfserver.manager.catalog.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Blocks with a checksum before each, over the block and its number, so that no damaged byte and no
 * block in another's place is ever taken for what was written. The checksum comes first: the header
 * of an MVStore, which is written in place, lies in one sector with it.
 */
final class SealedBlocks {
  /** Bytes of a block, as MVStore writes them. */
  static final int BLOCK = 4096;

  private static final int SEALED = Integer.BYTES + BLOCK;

  private SealedBlocks() {}

  /** How long a file of so many bytes on disk is without its checksums; a cut off block is not. */
  static long contentSize(long onDisk) {
    return onDisk / SEALED * BLOCK;
  }

  /** Where the block that has this place begins on disk. */
  static long onDisk(long at) {
    return at / BLOCK * SEALED;
  }

  /** How many bytes on disk the blocks of these places take. */
  static int onDisk(long from, int count) {
    return Math.toIntExact(onDisk(from + count + BLOCK - 1) - onDisk(from));
  }

  /**
   * Whole blocks as they are on disk.
   *
   * @throws IOException when they are not whole ones
   */
  static byte[] seal(ByteBuffer content, long at) throws IOException {
    if (at % BLOCK != 0 || content.remaining() % BLOCK != 0) {
      throw new IOException("the state file is written in blocks of " + BLOCK + " bytes only");
    }
    byte[] sealed = new byte[content.remaining() / BLOCK * SEALED];
    long number = at / BLOCK;
    for (int to = 0; to < sealed.length; to += SEALED) {
      content.get(sealed, to + Integer.BYTES, BLOCK);
      ByteBuffer.wrap(sealed).putInt(to, checksum(number++, sealed, to + Integer.BYTES));
    }
    return sealed;
  }

  /**
   * What the blocks from a place on hold.
   *
   * @param sealed whole blocks, from the one of this place on
   * @param into takes what it has room for, or what there is
   * @throws IOException when a block is not what was written
   */
  static void open(byte[] sealed, int length, long at, ByteBuffer into) throws IOException {
    long number = at / BLOCK;
    int skip = (int) (at % BLOCK);
    for (int from = 0; from + SEALED <= length && into.hasRemaining(); from += SEALED) {
      int data = from + Integer.BYTES;
      if (ByteBuffer.wrap(sealed).getInt(from) != checksum(number, sealed, data)) {
        throw new IOException("block " + number + " of the state file is damaged");
      }
      into.put(sealed, data + skip, Math.min(BLOCK - skip, into.remaining()));
      skip = 0;
      number++;
    }
  }

  private static int checksum(long number, byte[] block, int from) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    checksum.update(block, from, BLOCK);
    return (int) checksum.getValue();
  }
}
