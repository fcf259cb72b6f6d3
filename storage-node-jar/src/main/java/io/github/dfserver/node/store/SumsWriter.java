package io.github.dfserver.node.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Makes a file of {@link BlockSums} out of a copy's bytes as they come, a kilobyte of it in memory.
 * Used by one thread at a time.
 */
final class SumsWriter {
  /** Takes the file, piece by piece. */
  interface Output {
    void write(ByteBuffer content) throws IOException, StoreException;
  }

  private final UUID copyId;
  private final Output output;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer group = ByteBuffer.allocate(BlockSums.GROUP_BYTES);
  private long groups;
  private int inBlock;
  private long size;

  SumsWriter(UUID copyId, Output output) {
    this.copyId = copyId;
    this.output = output;
  }

  /** The file for a copy of few bytes. */
  static byte[] sums(UUID copyId, ByteBuffer content) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    SumsWriter writer = new SumsWriter(copyId, into(file));
    try {
      writer.update(content.duplicate());
      writer.finish();
    } catch (IOException | StoreException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
    return file.toByteArray();
  }

  /** Into memory. */
  static Output into(ByteArrayOutputStream file) {
    return content ->
        file.write(
            content.array(), content.arrayOffset() + content.position(), content.remaining());
  }

  /** Takes all that remains in {@code content}, which come next. */
  void update(ByteBuffer content) throws IOException, StoreException {
    while (content.hasRemaining()) {
      int length = Math.min(content.remaining(), BlockSums.BLOCK_BYTES - inBlock);
      crc.update(content.slice(content.position(), length));
      content.position(content.position() + length);
      inBlock += length;
      size += length;
      if (inBlock == BlockSums.BLOCK_BYTES) {
        endBlock();
      }
    }
  }

  private void endBlock() throws IOException, StoreException {
    group.putInt((int) crc.getValue());
    crc.reset();
    inBlock = 0;
    if (group.position() == BlockSums.GROUP * 4) {
      endGroup();
    }
  }

  private void endGroup() throws IOException, StoreException {
    int sum = BlockSums.groupSum(copyId, groups, group.duplicate().flip());
    output.write(group.putInt(sum).flip());
    group.clear();
    groups++;
  }

  /** Writes the end; nothing follows. */
  void finish() throws IOException, StoreException {
    if (inBlock > 0) {
      endBlock();
    }
    if (group.position() > 0) {
      endGroup();
    }
    output.write(BlockSums.footer(copyId, size));
  }
}
