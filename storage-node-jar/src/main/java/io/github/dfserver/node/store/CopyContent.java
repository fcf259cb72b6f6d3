package io.github.dfserver.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/**
 * The bytes of a copy, opened by {@link CopyStore#open} and checked block by block as they are
 * read, so that none is handed out that is not what was stored. A delete of the copy does not
 * disturb it. Used by one thread at a time.
 */
public final class CopyContent implements Closeable {
  /** What a buffer must have room for. */
  public static final int BLOCK_BYTES = BlockSums.BLOCK_BYTES;

  /** Is told how a copy was found damaged; returns what to throw. */
  interface Damage {
    StoreException found(String how, Exception cause);

    /** Is told that the checksums of the blocks are damaged, which says nothing of the copy. */
    StoreException lostSums(Exception cause);
  }

  private final long size;
  private final FileChannel file;
  private final BlockSums sums;
  private final Activity activity;
  private final Damage damage;

  CopyContent(long size, FileChannel file, BlockSums sums, Activity activity, Damage damage) {
    this.size = size;
    this.file = file;
    this.sums = sums;
    this.activity = activity;
    this.damage = damage;
  }

  /** Bytes of the copy. */
  public long size() {
    return size;
  }

  /**
   * Reads what is at {@code position}, as much as there is, as {@code most} allows and as {@code
   * to} takes in whole blocks; it is then what remains in {@code to}, a byte at least.
   *
   * @param position less than the size
   * @param to room for {@value #BLOCK_BYTES} bytes or more; is cleared
   * @throws StoreException {@code DAMAGED} when a byte is not what was stored, {@code BUSY} when
   *     that cannot be told now
   */
  public void read(long position, long most, ByteBuffer to) throws StoreException {
    activity.note();
    long block = position / BLOCK_BYTES;
    long begin = block * BLOCK_BYTES;
    long wanted = Math.min(size, BlockSums.blocks(position + most) * BLOCK_BYTES) - begin;
    int blocks = to.clear().remaining() / BLOCK_BYTES;
    to.limit((int) Math.min(wanted, (long) blocks * BLOCK_BYTES));
    fill(to, begin);
    if (to.hasRemaining()) {
      throw damage.found("its file was cut", null);
    }
    to.flip();
    for (int at = 0; at < to.limit(); at += BLOCK_BYTES) {
      check(block++, to.slice(at, Math.min(BLOCK_BYTES, to.limit() - at)));
    }
    int from = (int) (position - begin);
    to.position(from).limit((int) Math.min(to.limit(), from + most));
  }

  private void fill(ByteBuffer to, long begin) throws StoreException {
    try {
      Bytes.fill(file, begin, to);
    } catch (ClosedChannelException e) {
      throw Health.explain(e);
    } catch (IOException e) {
      throw damage.found("its file cannot be read: " + e.getMessage(), e);
    }
  }

  private void check(long block, ByteBuffer bytes) throws StoreException {
    try {
      if (!sums.match(block, bytes)) {
        throw damage.found("block " + block + " does not match its checksum", null);
      }
    } catch (SumsLostException e) {
      throw damage.lostSums(e);
    } catch (IOException e) {
      throw Health.explain(e);
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      sums.close();
    }
  }
}
