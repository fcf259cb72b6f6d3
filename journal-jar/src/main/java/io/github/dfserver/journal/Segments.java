package io.github.dfserver.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * The files of a journal, the last of which is written. Writing is for one thread at a time; {@link
 * #release} may be called by any thread.
 */
final class Segments implements Closeable {
  /** Leaves room for a few files of others below the limit of 36 entries in a directory. */
  static final int MOST = 30;

  /**
   * Zeros are written this far ahead of small groups: a force that need not change the file's size
   * costs half of one that does.
   */
  private static final int AHEAD_BYTES = 1 << 20;

  private static final int SMALL_GROUP_BYTES = 1 << 17;

  private final Path directory;
  private final JournalOptions options;
  private final EntryHeader header = new EntryHeader();
  private final ByteBuffer zeros;
  private final Deque<Long> firsts = new ArrayDeque<>();

  private JournalFile file;
  private long first;
  private long fileSize;

  Segments(Path directory, JournalOptions options, Collection<Long> existing) {
    this.directory = directory;
    this.options = options;
    this.zeros = ByteBuffer.allocate(Math.min(AHEAD_BYTES, options.segmentBytes()));
    firsts.addAll(existing);
  }

  /**
   * Goes on in the last segment, of which nothing behind {@code end} is kept.
   *
   * @param headed whether its own header is whole; if not it is begun anew
   */
  void resume(long end, boolean headed, long size) throws IOException {
    first = firsts.getLast();
    fileSize = SegmentHeader.BYTES + end - first;
    file = options.files().open(directory.resolve(SegmentHeader.fileName(first)));
    if (!headed) {
      file.truncate(0);
      writeHeader();
    } else if (size > fileSize) {
      file.truncate(fileSize);
      if (options.force()) {
        file.force();
      }
    }
  }

  /** Begins a segment; everything before {@code position} is forced already. */
  void begin(long position) throws IOException {
    close();
    synchronized (firsts) {
      firsts.addLast(position);
    }
    file = options.files().create(directory.resolve(SegmentHeader.fileName(position)));
    first = position;
    fileSize = SegmentHeader.BYTES;
    writeHeader();
  }

  /** Makes durable that the segment exists, and its header. */
  private void writeHeader() throws IOException {
    file.write(0, SegmentHeader.encode(first));
    if (options.force()) {
      file.force();
      options.files().forceDirectory(directory);
    }
  }

  /** Writes a group behind the one before and, as the options say, forces it. */
  void write(Group group) throws IOException {
    long offset = SegmentHeader.BYTES + group.start() - first;
    if (offset > SegmentHeader.BYTES
        && offset + group.size() > options.segmentBytes()
        && count() < MOST) {
      begin(group.start());
      offset = SegmentHeader.BYTES;
    }
    file.write(offset, group.seal(header, options.force()));
    if (options.force()) {
      writeAhead(offset + group.size(), group.size());
      file.force();
    }
  }

  private void writeAhead(long end, int groupBytes) throws IOException {
    if (end > fileSize) {
      fileSize = end;
      if (groupBytes <= SMALL_GROUP_BYTES) {
        file.write(end, zeros.clear());
        fileSize += zeros.capacity();
      }
    }
  }

  private int count() {
    synchronized (firsts) {
      return firsts.size();
    }
  }

  /** Deletes the segments that lie wholly before the position. */
  void release(long position) throws IOException {
    synchronized (firsts) {
      while (firsts.size() > 1) {
        long oldest = firsts.removeFirst();
        if (firsts.getFirst() > position) {
          firsts.addFirst(oldest);
          return;
        }
        delete(oldest);
      }
    }
  }

  private void delete(long oldest) throws IOException {
    boolean deleted = false;
    try {
      options.files().delete(directory.resolve(SegmentHeader.fileName(oldest)));
      deleted = true;
    } finally {
      if (!deleted) {
        firsts.addFirst(oldest);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      JournalFile last = file;
      file = null;
      last.close();
    }
  }
}
