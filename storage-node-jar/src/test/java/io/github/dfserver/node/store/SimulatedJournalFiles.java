package io.github.dfserver.node.store;

import io.github.dfserver.journal.JournalFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The journal's part of a disk that can lose power, as {@link SimulatedDisk}. */
final class SimulatedJournalFiles implements JournalFile.Opener {
  private final JournalFile.Opener files = JournalFile.Opener.disk();
  private final Map<Path, Segment> segments = new TreeMap<>();
  private boolean off;

  /** A change of a file, of which {@code share} in 0 to 1 is done. */
  private interface Write {
    void repeat(RandomAccessFile file, double share) throws IOException;
  }

  private static final class Segment {
    private final List<Write> forced = new ArrayList<>();
    private final List<Write> unforced = new ArrayList<>();
    private boolean durable;
    private boolean deleted;
    private boolean deletedForGood;
  }

  /** Takes all that is in the directory, if there is one, for durable. */
  SimulatedJournalFiles(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      for (Path file : Trees.files(directory)) {
        segment(file);
      }
    }
  }

  synchronized void turnOff() {
    off = true;
  }

  private void check() throws IOException {
    if (off) {
      throw new IOException("the power is off");
    }
  }

  @Override
  public synchronized JournalFile create(Path file) throws IOException {
    check();
    Segment segment = new Segment();
    segments.put(file.getFileName(), segment);
    return wrap(files.create(file), segment);
  }

  @Override
  public synchronized JournalFile open(Path file) throws IOException {
    check();
    return wrap(files.open(file), segment(file));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    check();
    segment(file).deleted = true;
    files.delete(file);
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    check();
    for (Segment segment : segments.values()) {
      segment.durable = true;
      segment.deletedForGood = segment.deleted;
    }
  }

  private Segment segment(Path file) throws IOException {
    Segment known = segments.get(file.getFileName());
    if (known == null) {
      known = new Segment();
      known.durable = true;
      byte[] before = Files.readAllBytes(file);
      known.forced.add((left, share) -> left.write(before));
      segments.put(file.getFileName(), known);
    }
    return known;
  }

  private JournalFile wrap(JournalFile file, Segment segment) {
    return new JournalFile() {
      @Override
      public void write(long offset, ByteBuffer source) throws IOException {
        synchronized (SimulatedJournalFiles.this) {
          check();
          byte[] content = new byte[source.remaining()];
          source.duplicate().get(content);
          segment.unforced.add(
              (left, share) -> {
                left.seek(offset);
                left.write(content, 0, (int) (content.length * share));
              });
          file.write(offset, source);
        }
      }

      @Override
      public void truncate(long size) throws IOException {
        synchronized (SimulatedJournalFiles.this) {
          check();
          segment.unforced.add((left, share) -> left.setLength(size));
          file.truncate(size);
        }
      }

      @Override
      public void force() throws IOException {
        synchronized (SimulatedJournalFiles.this) {
          check();
          segment.forced.addAll(segment.unforced);
          segment.unforced.clear();
        }
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  /** Makes in {@code directory} what is left of the journal. */
  synchronized void leave(Path directory, Random random) throws IOException {
    for (Map.Entry<Path, Segment> entry : segments.entrySet()) {
      Segment segment = entry.getValue();
      boolean gone = segment.deletedForGood || (segment.deleted && random.nextBoolean());
      if (!gone && (segment.durable || random.nextBoolean())) {
        leave(directory.resolve(entry.getKey()), segment, random);
      }
    }
  }

  private static void leave(Path path, Segment segment, Random random) throws IOException {
    Files.createFile(path);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      for (Write write : segment.forced) {
        write.repeat(file, 1);
      }
      for (Write write : segment.unforced) {
        write.repeat(file, random.nextDouble());
      }
    }
  }
}
