package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.catalog.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Measures the embedded catalogue; not part of the tests. Arguments: {@code fill DIRECTORY FILES
 * random|sequential} adds files and ends without closing, as a kill would; {@code open DIRECTORY}
 * measures opening, closing, opening again, and finding and listing.
 */
public final class CatalogLoad {
  private static final int IN_FLIGHT = 256;
  private static final long SEED = 36;

  private CatalogLoad() {}

  /** Runs one of the two. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    if (args[0].equals("fill")) {
      fill(directory, Integer.parseInt(args[2]), args[3].equals("random"));
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
    open(directory);
  }

  private static void fill(Path directory, int count, boolean random) throws Exception {
    Catalog catalog = EmbeddedCatalog.open(TestCatalogs.options(directory));
    FileCatalog files = catalog.files();
    Semaphore room = new Semaphore(IN_FLIGHT);
    int before = 0;
    for (NodeUsage node : Records.await(files.usage()).values()) {
      before += (int) node.files();
    }
    SplittableRandom names = new SplittableRandom(SEED + before);
    long[] micros = new long[count];
    long begin = System.nanoTime();
    long round = begin;
    for (int i = 0; i < count; i++) {
      int at = i;
      FileRecord pending = Records.pending(name(before + i, random, names), "10" + i % 3);
      FileRecord live = pending.live(Records.content(4096));
      room.acquire();
      long start = System.nanoTime();
      files
          .create(pending)
          .thenCompose(taken -> files.replace(pending, live))
          .whenComplete(
              (done, failure) -> {
                micros[at] = (System.nanoTime() - start) / 1000;
                room.release();
                if (failure != null) {
                  failure.printStackTrace();
                }
              });
      if ((i + 1) % 100_000 == 0) {
        long now = System.nanoTime();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(
            "%,d files, %,d state changes/s, heap %d MiB, slowest %d ms, on disk %d MiB%n",
            before + i + 1,
            200_000L * 1_000_000_000L / (now - round),
            used >> 20,
            Arrays.stream(micros, Math.max(0, i - 99_999), i).max().orElse(0) / 1000,
            size(directory) >> 20);
        round = now;
      }
    }
    room.acquire(IN_FLIGHT);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Arrays.sort(micros);
    System.out.printf(
        "%,.0f state changes/s over all; upload (2 changes) p50 %,d us, p99 %,d us, max %,d us%n",
        2 * count / seconds, micros[count / 2], micros[count / 100 * 99], micros[count - 1]);
  }

  private static String name(int i, boolean random, SplittableRandom names) {
    return random
        ? "load/%016x/file.bin".formatted(names.nextLong())
        : "load/%05d/file-%09d.bin".formatted(i / 1000, i);
  }

  private static void open(Path directory) throws Exception {
    long start = System.nanoTime();
    Catalog catalog = EmbeddedCatalog.open(TestCatalogs.options(directory));
    report("opened after a kill", start);
    start = System.nanoTime();
    catalog.close();
    report("closed", start);
    start = System.nanoTime();
    catalog = EmbeddedCatalog.open(TestCatalogs.options(directory));
    report("opened after a close", start);
    FileCatalog files = catalog.files();
    System.out.println(Records.await(files.usage()));
    for (int i = 0; i < 3; i++) {
      start = System.nanoTime();
      Records.await(files.list(ListingQuery.all(1000)));
      report("listed 1,000", start);
    }
    start = System.nanoTime();
    Records.await(files.list(new ListingQuery("", "no such text", "", "", 1000)));
    report("searched all names", start);
    findAll(files);
    catalog.close();
    System.out.printf("on disk %d MiB%n", size(directory) >> 20);
  }

  private static void findAll(FileCatalog files) {
    SplittableRandom names = new SplittableRandom(SEED);
    LongSupplier round =
        () -> {
          long start = System.nanoTime();
          for (int i = 0; i < 100_000; i++) {
            Records.await(files.find(name(i, true, names)));
          }
          return System.nanoTime() - start;
        };
    for (int i = 0; i < 5; i++) {
      System.out.printf("found 100,000, one at a time: %,d ns each%n", round.getAsLong() / 100_000);
    }
  }

  private static void report(String what, long start) {
    System.out.printf("%s: %,d ms%n", what, Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
