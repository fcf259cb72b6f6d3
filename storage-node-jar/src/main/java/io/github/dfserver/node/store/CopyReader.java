package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.UUID;

/** Reads copies and what is known of them. Safe for use by many threads. */
final class CopyReader {
  /** Reading so much is no long wait for a command; what is larger is left to the scrub. */
  private static final long MENDED_AT_ONCE_BYTES = 64L << 20;

  private final Layout layout;
  private final CopyIndex index;
  private final LeafMetadata metadata;
  private final Unwell unwell;
  private final SumsMending mending;
  private final ScrubCalls calls;
  private final Activity activity;

  CopyReader(Parts parts, SumsMending mending, ScrubCalls calls, Activity activity) {
    this.layout = parts.layout();
    this.index = parts.index();
    this.metadata = parts.metadata();
    this.unwell = parts.unwell();
    this.mending = mending;
    this.calls = calls;
    this.activity = activity;
  }

  private record Opened(IndexEntry entry, FileChannel channel) {}

  /** See {@link CopyStore#read}. */
  ByteBuffer read(UUID copyId, long offset, int length) throws IOException, StoreException {
    Opened opened = open(copyId);
    try (FileChannel channel = opened.channel()) {
      return read(copyId, new Opened(opened.entry(), channel), offset, length);
    }
  }

  private ByteBuffer read(UUID copyId, Opened opened, long offset, int length)
      throws IOException, StoreException {
    long size = opened.entry().size();
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new StoreException(
          FailureCode.INVALID,
          "copy " + copyId + " has " + size + " bytes, not " + length + " at " + offset);
    }
    if (length == size || !BlockSums.areKept(size)) {
      ByteBuffer whole = whole(copyId, opened);
      return length == size ? whole : Bytes.copy(whole.slice((int) offset, length));
    }
    try (BlockSums sums = sums(copyId, opened)) {
      return range(content(copyId, opened, sums), offset, length);
    }
  }

  private ByteBuffer whole(UUID copyId, Opened opened) throws IOException, StoreException {
    IndexEntry entry = opened.entry();
    ByteBuffer content = ByteBuffer.allocate((int) entry.size());
    try {
      Bytes.fill(opened.channel(), 0, content);
    } catch (ClosedChannelException e) {
      throw Health.explain(e);
    } catch (IOException e) {
      throw damaged(copyId, entry, "its file cannot be read: " + e.getMessage(), e);
    }
    content.flip();
    if (content.remaining() < entry.size() || !Sha256.of(content).equals(entry.sha256())) {
      throw damaged(copyId, entry, "its bytes do not match its checksum", null);
    }
    unwell.note(copyId, entry, CopyHealth.INTACT);
    return content;
  }

  private static ByteBuffer range(CopyContent content, long offset, int length)
      throws StoreException {
    ByteBuffer range = ByteBuffer.allocate(length);
    ByteBuffer block = ByteBuffer.allocate(BlockSums.BLOCK_BYTES);
    while (range.hasRemaining()) {
      content.read(offset + range.position(), range.remaining(), block);
      range.put(block);
    }
    return range.flip();
  }

  /** See {@link CopyStore#open}. */
  CopyContent content(UUID copyId) throws IOException, StoreException {
    Opened opened = open(copyId);
    BlockSums sums = null;
    try {
      sums = sums(copyId, opened);
      return content(copyId, opened, sums);
    } finally {
      if (sums == null) {
        opened.channel().close();
      }
    }
  }

  private CopyContent content(UUID copyId, Opened opened, BlockSums sums) {
    return new CopyContent(
        opened.entry().size(),
        opened.channel(),
        sums,
        activity,
        new CopyContent.Damage() {
          @Override
          public StoreException found(String how, Exception cause) {
            return damaged(copyId, opened.entry(), how, cause);
          }

          @Override
          public StoreException lostSums(Exception cause) {
            return checkFirst(copyId, cause);
          }
        });
  }

  private BlockSums sums(UUID copyId, Opened opened) throws IOException, StoreException {
    IndexEntry entry = opened.entry();
    long size = entry.size();
    if (!BlockSums.areKept(size)) {
      byte[] sums = SumsWriter.sums(copyId, whole(copyId, opened));
      return BlockSums.of(sums, copyId, size);
    }
    Optional<BlockSums> kept = BlockSums.open(layout.blocks(entry.place()), copyId, size);
    if (kept.isPresent()) {
      return kept.get();
    }
    if (size > MENDED_AT_ONCE_BYTES) {
      throw checkFirst(copyId, null);
    }
    return mending
        .mend(copyId, entry, opened::channel, (number, bytes) -> true)
        .orElseThrow(() -> damaged(copyId, entry, "its bytes do not match its checksum", null));
  }

  private Opened open(UUID copyId) throws IOException, StoreException {
    IndexEntry entry = entry(copyId);
    FileChannel channel;
    try {
      channel = CopyFile.open(layout, entry);
    } catch (UnwellException e) {
      throw unwell(copyId, entry, e.health(), e.getMessage(), e);
    }
    boolean good = false;
    try {
      entry(copyId); // one that was deleted meanwhile may have left its place to another
      good = true;
      return new Opened(entry, channel);
    } finally {
      if (!good) {
        channel.close();
      }
    }
  }

  private IndexEntry entry(UUID copyId) throws IOException, StoreException {
    IndexEntry entry = index.get(copyId);
    if (entry == null) {
      throw new StoreException(FailureCode.NOT_FOUND, "no copy " + copyId + " is stored");
    }
    return entry;
  }

  /** Has a copy checked, which makes the checksums of its blocks again; returns what to throw. */
  private StoreException checkFirst(UUID copyId, Exception cause) {
    calls.ask(copyId);
    return new StoreException(
        FailureCode.BUSY,
        "the block checksums of copy " + copyId + " are being made again, try again later",
        cause);
  }

  private StoreException damaged(UUID copyId, IndexEntry entry, String how, Exception cause) {
    try {
      return unwell(copyId, entry, CopyHealth.DAMAGED, how, cause);
    } catch (IOException e) {
      return Health.explain(e);
    } catch (StoreException e) {
      return e;
    }
  }

  /** Notes that a copy is not well, unless it was removed meanwhile; returns what to throw. */
  private StoreException unwell(
      UUID copyId, IndexEntry entry, CopyHealth health, String how, Exception cause)
      throws IOException, StoreException {
    entry(copyId);
    unwell.note(copyId, entry, health);
    return new StoreException(FailureCode.DAMAGED, "copy " + copyId + " is damaged: " + how, cause);
  }

  /** See {@link CopyStore#find}. */
  Optional<StoredCopy> find(UUID copyId) throws IOException, StoreException {
    IndexEntry entry = index.get(copyId);
    if (entry == null) {
      return Optional.empty();
    }
    Optional<Copy> copy = metadata.find(entry, copyId);
    if (copy.isEmpty() && index.get(copyId) != null) {
      throw new StoreException(
          FailureCode.DAMAGED, "copy " + copyId + " is damaged: its metadata is gone");
    }
    return copy.map(found -> new StoredCopy(found, layout.file(entry.place())));
  }
}
