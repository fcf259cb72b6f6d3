package io.github.dfserver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * Measures how many entries a second are forced. Not a test; run by hand. Arguments: directory (is
 * created and deleted), bytes of an entry, seconds for each measure.
 */
final class JournalRate {
  private static final long RETAINED_BYTES = 256L << 20;

  private JournalRate() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int bytes = Integer.parseInt(args[1]);
    long nanos = Long.parseLong(args[2]) * 1_000_000_000L;
    measureDisk(directory, bytes, nanos);
    measure("warm-up", directory, bytes, nanos, 16, 1, true);
    measure("1 appender", directory, bytes, nanos, 1, 1, true);
    measure("16 appenders", directory, bytes, nanos, 16, 1, true);
    measure("64 appenders", directory, bytes, nanos, 64, 1, true);
    measure("4 appenders, 256 under way each", directory, bytes, nanos, 4, 256, true);
    measure("4 appenders, 256 under way each, not forced", directory, bytes, nanos, 4, 256, false);
  }

  /** What the disk itself can do: writes into existing space, each forced. */
  private static void measureDisk(Path directory, int bytes, long nanos) throws IOException {
    JournalFile.Opener disk = JournalFile.Opener.disk();
    Files.createDirectories(directory);
    try (JournalFile file = disk.create(directory.resolve("disk"))) {
      int space = 1 << 26;
      file.write(0, ByteBuffer.allocate(space));
      file.force();
      ByteBuffer entry = ByteBuffer.allocate(bytes);
      long start = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - start < nanos) {
        file.write(count * bytes % (space - bytes), entry.clear());
        file.force();
        count++;
      }
      report("the disk alone", bytes, count, System.nanoTime() - start);
    }
    delete(directory);
  }

  private static void report(String name, int bytes, long count, long nanos) {
    double rate = count * 1e9 / nanos;
    System.out.printf(
        "%-45s %d bytes: %,.0f/s, %.0f MB/s%n", name, bytes, rate, rate * bytes / 1e6);
  }

  private static void measure(
      String name, Path directory, int bytes, long nanos, int threads, int underWay, boolean force)
      throws Exception {
    JournalOptions options = JournalOptions.defaults().withForce(force);
    long[] counts = new long[threads];
    long start = System.nanoTime();
    try (Journal journal = Journal.open(directory, 0, options, Texts.NOTHING)) {
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int index = t;
        Thread thread =
            new Thread(() -> counts[index] = append(journal, bytes, underWay, start + nanos));
        thread.start();
        running.add(thread);
      }
      for (Thread thread : running) {
        while (thread.isAlive()) {
          if (journal.retainedBytes() > RETAINED_BYTES) {
            journal.release(journal.forcedPosition());
          }
          thread.join(20);
        }
      }
    }
    report(name, bytes, LongStream.of(counts).sum(), System.nanoTime() - start);
    delete(directory);
  }

  private static long append(Journal journal, int bytes, int underWay, long end) {
    ByteBuffer entry = ByteBuffer.allocate(bytes);
    List<CompletableFuture<Void>> ring = new ArrayList<>(underWay);
    long count = 0;
    try {
      while (System.nanoTime() - end < 0) {
        int slot = (int) (count % underWay);
        CompletableFuture<Void> forced = journal.append(entry).forced();
        if (slot < ring.size()) {
          ring.get(slot).join();
          ring.set(slot, forced);
        } else {
          ring.add(forced);
        }
        if (underWay == 1) {
          forced.join();
        }
        count++;
      }
    } catch (JournalFailedException e) {
      throw new IllegalStateException(e);
    }
    ring.forEach(CompletableFuture::join);
    return count;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
