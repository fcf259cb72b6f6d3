package io.github.dfserver.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a segment's entries in order. Not safe for use by several threads. */
final class SegmentReader implements Closeable {
  private static final int WINDOW_BYTES = 1 << 18;

  private final Path path;
  private final long first;
  private final FileChannel channel;
  private final long size;
  private final EntryHeader header = new EntryHeader();

  /** What was read last; its first byte is the file's byte at windowOffset. */
  private ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);

  private long windowOffset;
  private long offset;
  private long lastGroupOffset;

  SegmentReader(Path path, long first) throws IOException {
    this.path = path;
    this.first = first;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.size = channel.size();
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Where the next entry begins in the file; 0 when the segment's own header is not whole. */
  long offset() {
    return offset;
  }

  /** The position just behind the entry read last. */
  long position() {
    return first + Math.max(0, offset - SegmentHeader.BYTES);
  }

  /**
   * Reads the segment's own header; false when it is not whole.
   *
   * @throws IOException when the segment is of a version that this program does not know
   */
  boolean readHeader() throws IOException {
    if (size < SegmentHeader.BYTES) {
      return false;
    }
    int at = load(0, SegmentHeader.BYTES);
    ByteBuffer bytes = window.slice(at, SegmentHeader.BYTES);
    if (!SegmentHeader.isHeader(bytes, first)) {
      return false;
    }
    if (SegmentHeader.version(bytes) != SegmentHeader.VERSION) {
      throw new IOException(
          "The journal's segment "
              + path
              + " is of format version "
              + Integer.toUnsignedString(SegmentHeader.version(bytes))
              + "; this program knows version "
              + SegmentHeader.VERSION);
    }
    offset = SegmentHeader.BYTES;
    lastGroupOffset = 0;
    return true;
  }

  /** The content of the next entry, valid until the next call; null when there is no whole one. */
  ByteBuffer next() throws IOException {
    if (size - offset < EntryHeader.BYTES) {
      return null;
    }
    int at = load(offset, EntryHeader.BYTES);
    if (!header.isHeader(window, at, position())) {
      return null;
    }
    int length = EntryHeader.length(window, at);
    if (length > size - offset) {
      return null;
    }
    at = load(offset, length);
    int contentAt = at + EntryHeader.BYTES;
    int contentLength = length - EntryHeader.BYTES;
    if (EntryHeader.contentChecksum(window, at)
        != header.ofContent(window, contentAt, contentLength)) {
      return null;
    }
    lastGroupOffset = offset - Math.max(0, EntryHeader.distance(window, at));
    offset += length;
    return window.slice(contentAt, contentLength).asReadOnlyBuffer();
  }

  /**
   * Whether something behind the place that could not be read shows that it had been forced: an
   * entry whose group was begun later.
   */
  boolean wasForced() throws IOException {
    long lostPosition = first + offset - SegmentHeader.BYTES;
    for (long o = Math.max(offset + 1, SegmentHeader.BYTES); size - o >= EntryHeader.BYTES; o++) {
      int at = load(o, EntryHeader.BYTES);
      int length = EntryHeader.length(window, at);
      if (length < EntryHeader.BYTES || length > size - o) {
        continue;
      }
      long position = first + o - SegmentHeader.BYTES;
      int distance = EntryHeader.distance(window, at);
      if (distance >= 0
          && position - distance > lostPosition
          && header.isHeader(window, at, position)) {
        return true;
      }
    }
    return false;
  }

  /** Writes what was read of the last group, or the header before any, to its place again. */
  void copyLastGroup(JournalFile file) throws IOException {
    for (long from = lastGroupOffset; from < offset; ) {
      int length = (int) Math.min(WINDOW_BYTES, offset - from);
      file.write(from, window.slice(load(from, length), length));
      from += length;
    }
  }

  /** Has the bytes in the window, which must be in the file; returns their index there. */
  private int load(long from, int length) throws IOException {
    long at = from - windowOffset;
    if (at < 0 || at + length > window.limit()) {
      if (length > window.capacity()) {
        window = ByteBuffer.allocate(length);
      }
      window.clear();
      windowOffset = from;
      at = 0;
      int read;
      do {
        read = channel.read(window, from + window.position());
      } while (read > 0 && window.hasRemaining());
      window.flip();
      if (window.limit() < length) {
        throw new IOException(path + " became shorter while it was read");
      }
    }
    return (int) at;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
