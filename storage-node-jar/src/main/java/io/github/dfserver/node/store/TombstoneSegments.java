package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The numbered files that tombstones are appended to, in the order of their time. A file is begun
 * when the last one is large or days old, so that old ones can be dropped whole and nothing is ever
 * written anew. Safe for use by several threads; only one of them appends and drops.
 */
final class TombstoneSegments {
  /** Below the 36 entries of a directory. */
  static final int MOST_SEGMENTS = 32;

  private static final int SEGMENT_BYTES = 4 << 20;
  private static final Duration SEGMENT_SPAN = Duration.ofDays(5);
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final Disk disk;

  TombstoneSegments(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Appends records, without a force; returns the file that has to be forced. */
  Path append(Collection<TombstoneRecord> records, Instant now) throws IOException {
    NavigableMap<Long, Path> segments = segments();
    long number = segments.isEmpty() ? 0 : segments.lastKey();
    if (!segments.isEmpty() && isDone(segments.get(number), now)) {
      number++;
    }
    ByteBuffer encoded = ByteBuffer.allocate(records.size() * TombstoneRecord.BYTES);
    records.forEach(record -> record.write(encoded));
    Path file = folder.resolve(Long.toString(number));
    disk.append(file, encoded.flip());
    return file;
  }

  private static boolean isDone(Path segment, Instant now) throws IOException {
    return Files.size(segment) >= SEGMENT_BYTES
        || begin(segment).filter(at -> at.plus(SEGMENT_SPAN).isBefore(now)).isPresent();
  }

  /** The time of the first record. */
  private static Optional<Instant> begin(Path segment) throws IOException {
    AtomicReference<Instant> first = new AtomicReference<>();
    try (FileChannel channel = open(segment)) {
      TombstoneRecord.readAll(
          Bytes.read(channel, 0, BUFFER_BYTES),
          record -> first.compareAndSet(null, record.deletedAt()));
    }
    return Optional.ofNullable(first.get());
  }

  /**
   * Removes files in which everything is older than {@code oldest}, and the oldest ones while there
   * are too many; returns how many of the latter.
   */
  int drop(Instant oldest) throws IOException {
    NavigableMap<Long, Path> segments = segments();
    while (segments.size() > 1 && isOld(segments, oldest)) {
      disk.delete(segments.pollFirstEntry().getValue());
    }
    int tooMany = 0;
    while (segments.size() > MOST_SEGMENTS) {
      disk.delete(segments.pollFirstEntry().getValue());
      tooMany++;
    }
    return tooMany;
  }

  /** All in a file is older than what the next one begins with. */
  private static boolean isOld(NavigableMap<Long, Path> segments, Instant oldest)
      throws IOException {
    Path next = segments.higherEntry(segments.firstKey()).getValue();
    return begin(next).filter(at -> at.isBefore(oldest)).isPresent();
  }

  /** Every record, in the order in which they were appended. */
  void readAll(Consumer<TombstoneRecord> to) throws IOException {
    for (Map.Entry<Long, Path> segment : segments().entrySet()) {
      try (FileChannel channel = open(segment.getValue())) {
        readAll(channel, to);
      } catch (NoSuchFileException e) {
        // Dropped meanwhile, because of its age.
      }
    }
  }

  private static void readAll(FileChannel channel, Consumer<TombstoneRecord> to)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (channel.read(buffer) >= 0) {
      TombstoneRecord.readAll(buffer.flip(), to);
      buffer.compact();
    }
  }

  private static FileChannel open(Path segment) throws IOException {
    return FileChannel.open(segment, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private NavigableMap<Long, Path> segments() throws IOException {
    NavigableMap<Long, Path> segments = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.matches("[0-9]{1,18}")) {
          segments.put(Long.parseLong(name), entry);
        }
      }
    }
    return segments;
  }
}
