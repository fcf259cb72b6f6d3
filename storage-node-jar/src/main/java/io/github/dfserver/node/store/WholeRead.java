package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Sha256;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/** Reads a copy's file from its beginning to its end, a block at a time. */
final class WholeRead {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());

  /** What came of it. */
  enum Outcome {
    /** The bytes have the copy's SHA-256. */
    MATCHES,
    /** They do not, or cannot be read. */
    DIFFERS,
    /** The visitor did not want more. */
    STOPPED
  }

  /** Is given each block in turn. */
  interface Visitor {
    /** Takes a block; returns whether to go on. */
    boolean block(long number, ByteBuffer bytes) throws IOException, StoreException;
  }

  /**
   * Gives the file, which may be another channel for each block.
   *
   * @param <E> what else than failing to read may end the reading
   */
  interface Source<E extends Exception> {
    /** The file, open. */
    FileChannel channel() throws IOException, E;
  }

  private WholeRead() {}

  static <E extends Exception> Outcome read(Source<E> file, IndexEntry entry, Visitor visitor)
      throws IOException, StoreException, E {
    MessageDigest digest = Sha256.newDigest();
    long size = entry.size();
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, BlockSums.BLOCK_BYTES));
    for (long block = 0; block < BlockSums.blocks(size); block++) {
      long begin = block * BlockSums.BLOCK_BYTES;
      bytes.clear().limit((int) Math.min(size - begin, BlockSums.BLOCK_BYTES));
      if (!fill(file.channel(), begin, bytes)) {
        return Outcome.DIFFERS;
      }
      digest.update(bytes.flip().duplicate());
      if (!visitor.block(block, bytes)) {
        return Outcome.STOPPED;
      }
    }
    return Sha256.finish(digest).equals(entry.sha256()) ? Outcome.MATCHES : Outcome.DIFFERS;
  }

  private static boolean fill(FileChannel file, long begin, ByteBuffer bytes) throws IOException {
    try {
      Bytes.fill(file, begin, bytes);
      return !bytes.hasRemaining();
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A copy's file cannot be read", e);
      return false;
    }
  }
}
