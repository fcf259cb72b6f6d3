package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.journal.JournalFile;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Records;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * Writes until it is killed, and says on its standard output what was acknowledged: {@code + name
 * node size} for a file, {@code - name} for one that was deleted. Arguments: the directory and a
 * prefix for names.
 */
final class KilledWriter {
  private static final int THREADS = 8;
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private KilledWriter() {}

  public static void main(String[] args) {
    // Checkpoints all the time, each of them written in many small parts.
    EmbeddedCatalog catalog =
        EmbeddedCatalog.open(
            TestCatalogs.eager(Path.of(args[0]), 50_000), JournalFile.Opener.disk(), 20_000);
    for (int i = 0; i < THREADS; i++) {
      int writer = i;
      new Thread(() -> write(catalog.files(), args[1] + writer + "/")).start();
    }
  }

  private static void write(FileCatalog files, String prefix) {
    Random random = new Random(prefix.hashCode());
    Deque<FileRecord> kept = new ArrayDeque<>();
    for (int i = 0; ; i++) {
      String name = prefix + random.nextInt(1 << 30) + "-" + i;
      FileRecord live = Records.put(files, name, "n" + random.nextInt(3), random.nextInt(1000));
      OUT.println("+ " + name + " " + live.node() + " " + live.content().orElseThrow().size());
      kept.add(live);
      if (random.nextBoolean()) {
        FileRecord gone = kept.remove();
        OUT.println("? " + gone.name());
        Records.delete(files, gone);
        OUT.println("- " + gone.name());
      }
    }
  }
}
