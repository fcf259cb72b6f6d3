package io.github.dfserver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Brings a journal's directory into order and replays it.
 *
 * <p>What is replayed is forced as well, so that nobody acts on an entry that a loss of power could
 * still take back.
 */
final class Recovery {
  private final Path directory;
  private final long from;
  private final JournalOptions options;
  private final EntryConsumer replay;
  private final List<Long> firsts;
  private final Segments segments;
  private long end;

  private Recovery(Path directory, long from, JournalOptions options, EntryConsumer replay)
      throws IOException {
    this.directory = directory;
    this.from = from;
    this.options = options;
    this.replay = replay;
    this.firsts = list(directory);
    this.segments = new Segments(directory, options, firsts);
  }

  static Recovery recover(Path directory, long from, JournalOptions options, EntryConsumer replay)
      throws IOException {
    if (from < 0) {
      throw new IllegalArgumentException("A position is not negative: " + from);
    }
    createDirectory(directory.toAbsolutePath(), options);
    Recovery recovery = new Recovery(directory, from, options, replay);
    boolean done = false;
    try {
      recovery.recover();
      done = true;
      return recovery;
    } finally {
      if (!done) {
        recovery.segments.close();
      }
    }
  }

  Segments segments() {
    return segments;
  }

  long from() {
    return from;
  }

  /** Where the next entry goes. */
  long end() {
    return end;
  }

  private void recover() throws IOException {
    if (firsts.isEmpty()) {
      begin();
      return;
    }
    int start = firstNeeded();
    forceAll();
    for (int i = start; i < firsts.size() - 1; i++) {
      replayWhole(firsts.get(i), firsts.get(i + 1));
    }
    replayLast(firsts.get(firsts.size() - 1));
  }

  private void begin() throws IOException {
    if (options.force()) {
      if (from > 0) {
        throw new JournalDamagedException(
            directory, 0, "no segment is there, but entries up to position " + from + " were kept");
      }
      options.files().forceDirectory(directory.toAbsolutePath().getParent());
    }
    segments.begin(from);
    end = from;
  }

  /** The segment that the first entry to replay is in. */
  private int firstNeeded() throws JournalDamagedException {
    int start = 0;
    while (start + 1 < firsts.size() && firsts.get(start + 1) <= from) {
      start++;
    }
    if (firsts.get(start) > from) {
      throw new JournalDamagedException(
          directory,
          0,
          "the oldest segment begins at position " + firsts.get(0) + ", needed is " + from);
    }
    return start;
  }

  /** Also the segments that are not replayed: the oldest position promises all from there on. */
  private void forceAll() throws IOException {
    if (!options.force()) {
      return;
    }
    for (long first : firsts) {
      try (JournalFile file = options.files().open(path(first))) {
        file.force();
      }
    }
    options.files().forceDirectory(directory);
  }

  private void replayWhole(long first, long next) throws IOException {
    try (SegmentReader reader = new SegmentReader(path(first), first)) {
      if (!reader.readHeader()) {
        throw damaged(reader, "the segment's header is not whole");
      }
      replayEntries(reader, next);
      if (reader.position() != next) {
        throw damaged(reader, "no whole entry is here, but the journal goes on");
      }
    }
  }

  private void replayLast(long first) throws IOException {
    try (SegmentReader reader = new SegmentReader(path(first), first)) {
      if (reader.readHeader()) {
        replayEntries(reader, Long.MAX_VALUE);
      }
      end = reader.position();
      if (reader.wasForced()) {
        throw damaged(reader, "no whole entry is here, but later ones were written");
      }
      if (end >= from) {
        segments.resume(reader);
        return;
      }
      if (options.force()) {
        throw damaged(reader, "the journal ends here, but was kept up to position " + from);
      }
    }
    segments.begin(from);
    segments.release(from);
    end = from;
  }

  private void replayEntries(SegmentReader reader, long until) throws IOException {
    while (reader.position() < until) {
      long start = reader.position();
      long offset = reader.offset();
      ByteBuffer entry = reader.next();
      if (entry == null) {
        return;
      }
      if (start >= from) {
        replay.accept(reader.position(), entry);
      } else if (reader.position() > from) {
        throw new JournalDamagedException(
            reader.path(), offset, "position " + from + " is in the middle of an entry");
      }
    }
  }

  private static JournalDamagedException damaged(SegmentReader reader, String problem) {
    return new JournalDamagedException(reader.path(), reader.offset(), problem);
  }

  private Path path(long first) {
    return directory.resolve(SegmentHeader.fileName(first));
  }

  static OptionalLong oldestPosition(Path directory) throws IOException {
    List<Long> firsts = Files.isDirectory(directory) ? list(directory) : List.of();
    return firsts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(firsts.get(0));
  }

  private static List<Long> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      TreeSet<Long> firsts = new TreeSet<>();
      files
          .map(file -> SegmentHeader.first(file.getFileName().toString()))
          .filter(OptionalLong::isPresent)
          .forEach(first -> firsts.add(first.getAsLong()));
      return new ArrayList<>(firsts);
    }
  }

  private static void createDirectory(Path directory, JournalOptions options) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent == null) {
      throw new IOException(directory + " is not a directory");
    }
    createDirectory(parent, options);
    Files.createDirectory(directory);
    if (options.force()) {
      options.files().forceDirectory(parent);
    }
  }
}
