package io.github.dfserver.journal;

import static io.github.dfserver.journal.Texts.bytes;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Appends without end and says what is acknowledged, until it is killed. Arguments: directory, name
 * of this run. Each line is {@code run:thread:number:position;}.
 */
final class KilledWriter {
  private static final int THREADS = 4;

  private KilledWriter() {}

  public static void main(String[] args) throws IOException {
    JournalOptions options = JournalOptions.defaults().withSegmentBytes(1 << 16);
    Journal journal = Journal.open(Path.of(args[0]), 0, options, Texts.NOTHING);
    for (int t = 0; t < THREADS; t++) {
      String name = args[1] + ":" + t;
      new Thread(() -> append(journal, name)).start();
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void append(Journal journal, String name) {
    try {
      for (int i = 0; true; i++) {
        String text = name + ":" + i;
        Appended last = journal.append(bytes(text + ":"), bytes("x".repeat(i * 31 % 5000)));
        var unused =
            last.forced().thenRun(() -> System.out.println(text + ":" + last.position() + ";"));
        if (i % 20 == 19) {
          last.forced().join();
        }
      }
    } catch (JournalFailedException e) {
      throw new IllegalStateException(e);
    }
  }
}
