package io.github.dfserver.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;

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
  private final Object releasing = new Object();

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
   * Goes on in the last segment. Nothing behind its last whole entry is kept. The last group is
   * written again: if it is here only because an earlier force failed and left it in the page
   * cache, forcing alone would promise what the disk does not hold.
   */
  void resume(SegmentReader last) throws IOException {
    first = firsts.getLast();
    file = options.files().open(path(first));
    if (last.offset() == 0) {
      file.truncate(0);
      writeHeader();
      fileSize = SegmentHeader.BYTES;
      return;
    }
    fileSize = last.offset();
    if (last.size() > fileSize) {
      file.truncate(fileSize);
    }
    if (options.force()) {
      last.copyLastGroup(file);
      file.force();
    }
  }

  /** Begins a segment; everything before {@code position} is forced already. */
  void begin(long position) throws IOException {
    close();
    synchronized (firsts) {
      firsts.addLast(position);
    }
    file = options.files().create(path(position));
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
      int ahead = groupBytes <= SMALL_GROUP_BYTES ? aheadBytes(end) : 0;
      if (ahead > 0) {
        file.write(end, zeros.clear().limit(ahead));
      }
      fileSize = end + ahead;
    }
  }

  private int aheadBytes(long end) {
    long left = options.segmentBytes() - end;
    return left <= 0 && count() == MOST
        ? zeros.capacity()
        : (int) Math.max(0, Math.min(left, zeros.capacity()));
  }

  private int count() {
    synchronized (firsts) {
      return firsts.size();
    }
  }

  /**
   * Deletes the segments that lie wholly before the position, the oldest first. Each deletion is
   * forced before the next one, so that a loss of power cannot bring an older segment back without
   * those behind it: whoever reads from the oldest one would take that for damage.
   */
  void release(long position) throws IOException {
    synchronized (releasing) {
      for (long oldest = releasable(position); oldest >= 0; oldest = releasable(position)) {
        options.files().delete(path(oldest));
        if (options.force()) {
          options.files().forceDirectory(directory);
        }
        synchronized (firsts) {
          firsts.removeFirst();
        }
      }
    }
  }

  /** The oldest segment when it lies wholly before the position, else -1. */
  private long releasable(long position) {
    synchronized (firsts) {
      Iterator<Long> oldest = firsts.iterator();
      long candidate = oldest.next();
      return oldest.hasNext() && oldest.next() <= position ? candidate : -1;
    }
  }

  private Path path(long position) {
    return directory.resolve(SegmentHeader.fileName(position));
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
