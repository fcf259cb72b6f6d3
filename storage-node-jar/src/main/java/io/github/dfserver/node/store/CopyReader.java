package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** Reads copies and what is known of them. Safe for use by many threads. */
final class CopyReader {
  private final Layout layout;
  private final CopyIndex index;
  private final LeafMetadata metadata;

  CopyReader(Layout layout, CopyIndex index, LeafMetadata metadata) {
    this.layout = layout;
    this.index = index;
    this.metadata = metadata;
  }

  private record Opened(IndexEntry entry, FileChannel channel) {}

  /** See {@link CopyStore#read}. */
  ByteBuffer read(UUID copyId, long offset, int length) throws IOException, StoreException {
    Opened opened = open(copyId);
    try (FileChannel channel = opened.channel()) {
      long size = opened.entry().size();
      if (offset < 0 || length < 0 || offset > size - length) {
        throw new StoreException(
            FailureCode.INVALID,
            "copy " + copyId + " has " + size + " bytes, not " + length + " at " + offset);
      }
      ByteBuffer content = Bytes.read(channel, offset, length);
      boolean whole = length == size;
      if (content.remaining() < length
          || (whole && !Sha256.of(content).equals(opened.entry().sha256()))) {
        throw damaged(copyId, "its bytes do not match its checksum", null);
      }
      return content;
    }
  }

  /** See {@link CopyStore#open}. */
  FileChannel channel(UUID copyId) throws IOException, StoreException {
    return open(copyId).channel();
  }

  private Opened open(UUID copyId) throws IOException, StoreException {
    IndexEntry entry = entry(copyId);
    FileChannel channel = openFile(copyId, entry);
    boolean good = false;
    try {
      // A copy that was deleted meanwhile may have left its place to another.
      entry(copyId);
      if (channel.size() != entry.size()) {
        throw damaged(copyId, "it has " + channel.size() + " bytes", null);
      }
      good = true;
      return new Opened(entry, channel);
    } finally {
      if (!good) {
        channel.close();
      }
    }
  }

  private FileChannel openFile(UUID copyId, IndexEntry entry) throws IOException, StoreException {
    Path file = layout.file(entry.place());
    try {
      if (Directories.check(layout.files(), entry.place().leaf(), Layout.LEAF_DIGITS)
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      entry(copyId);
      throw damaged(copyId, "its file is gone", e);
    }
    entry(copyId);
    throw damaged(copyId, "its file is gone, or is no plain file any more", null);
  }

  private IndexEntry entry(UUID copyId) throws IOException, StoreException {
    IndexEntry entry = index.get(copyId);
    if (entry == null) {
      throw new StoreException(FailureCode.NOT_FOUND, "no copy " + copyId + " is stored");
    }
    return entry;
  }

  private static StoreException damaged(UUID copyId, String how, Exception cause) {
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
      throw damaged(copyId, "its metadata is gone", null);
    }
    return copy.map(found -> new StoredCopy(found, layout.file(entry.place())));
  }
}
