package io.github.dfserver.node.store;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the store; run by hand: {@code StoreLoad put DIRECTORY THREADS SECONDS FSYNC [BYTES]},
 * {@code StoreLoad fill DIRECTORY COPIES BYTES}, {@code StoreLoad open DIRECTORY}, {@code StoreLoad
 * rebuild DIRECTORY}, {@code StoreLoad inventory DIRECTORY}, {@code StoreLoad tombstones DIRECTORY
 * COUNT}, {@code StoreLoad read DIRECTORY THREADS SECONDS}, {@code StoreLoad large DIRECTORY
 * MEBIBYTES FSYNC}, {@code StoreLoad scrub DIRECTORY}.
 */
final class StoreLoad {
  private StoreLoad() {}

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "put" ->
          put(
              StoreOptions.of(root, "1").withFsync(Boolean.parseBoolean(arguments[4])),
              Integer.parseInt(arguments[2]),
              Integer.parseInt(arguments[3]),
              arguments.length > 5 ? Integer.parseInt(arguments[5]) : 4096);
      case "fill" -> fill(root, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      case "open" -> open(root);
      case "rebuild" -> {
        Files.delete(root.resolve("index/copies.mv"));
        open(root);
      }
      case "inventory" -> inventory(root);
      case "tombstones" -> tombstones(root, Integer.parseInt(arguments[2]));
      case "read" -> read(root, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      case "scrub" -> scrub(root);
      case "large" ->
          large(
              StoreOptions.of(root, "1").withFsync(Boolean.parseBoolean(arguments[3])),
              Integer.parseInt(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void put(StoreOptions options, int threads, int seconds, int size)
      throws Exception {
    try (CopyStore store = CopyStore.open(options)) {
      AtomicLong count = new AtomicLong();
      run(
          threads,
          seconds,
          count,
          random -> {
            byte[] content = new byte[size];
            random.nextBytes(content);
            TestCopies.put(store, "directory/file-" + random.nextInt(1 << 30) + ".bin", content);
          });
      System.out.println(store.status());
    }
  }

  private interface Work {
    void run(Random random) throws Exception;
  }

  private static void run(int threads, int seconds, AtomicLong count, Work work)
      throws InterruptedException {
    List<Thread> running = new ArrayList<>();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (int i = 0; i < threads; i++) {
      Random random = new Random(System.nanoTime() + i);
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (System.nanoTime() < end) {
                    work.run(random);
                    count.incrementAndGet();
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.start();
      running.add(thread);
    }
    long before = 0;
    for (int second = 0; second < seconds; second++) {
      Thread.sleep(1000);
      long now = count.get();
      System.out.print((now - before) + " ");
      before = now;
    }
    System.out.println();
    for (Thread thread : running) {
      thread.join();
    }
    System.out.println("a second: " + count.get() / seconds + ", heap " + heap());
  }

  private static String heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1024 + " KiB";
  }

  private static void fill(Path root, int copies, int size) throws Exception {
    long start = System.nanoTime();
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "1").withFsync(false))) {
      AtomicLong left = new AtomicLong(copies);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () -> {
                  long number;
                  while ((number = left.getAndDecrement()) > 0) {
                    byte[] content = ByteBuffer.allocate(size).putLong(0, number).array();
                    TestCopies.put(store, "some/directory/file-" + number + ".bin", content);
                    if (number % 100_000 == 0) {
                      System.out.println(
                          number
                              + " left after "
                              + (System.nanoTime() - start) / 1_000_000
                              + " ms");
                    }
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.println(store.status());
    }
    System.out.println("filled in ms " + (System.nanoTime() - start) / 1_000_000);
  }

  private static void open(Path root) throws Exception {
    long start = System.nanoTime();
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "1"))) {
      System.out.println("open ms " + (System.nanoTime() - start) / 1_000_000 + " heap " + heap());
      System.out.println(store.status());
    }
  }

  private static void inventory(Path root) throws Exception {
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "1"))) {
      for (int round = 0; round < 3; round++) {
        long start = System.nanoTime();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long longest = 0;
        long copies = 0;
        int pages = 0;
        for (long after = -1, next = 0; next >= 0; after = next, pages++) {
          long begin = System.nanoTime();
          CopyPage page = store.copies(after, 10_000);
          longest = Math.max(longest, System.nanoTime() - begin);
          copies += page.copies().size();
          next = page.next();
        }
        System.out.println(
            copies
                + " copies in "
                + pages
                + " pages, ms "
                + (System.nanoTime() - start) / 1_000_000
                + " of which on the processor "
                + (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1_000_000
                + ", longest page ms "
                + longest / 1_000_000
                + ", heap "
                + heap());
      }
    }
  }

  private static void tombstones(Path folder, int count) throws Exception {
    Files.createDirectories(folder);
    TombstoneLog log =
        new TombstoneLog(
            new TombstoneSegments(folder, LocalDisk.withoutFileSystemSync()), Clock.systemUTC());
    long start = System.nanoTime();
    for (int i = 1; i <= count; i++) {
      log.add(log.make(UUID.randomUUID(), i));
      if (i % 16_384 == 0 || i == count) {
        log.write();
      }
    }
    System.out.println("written in ms " + (System.nanoTime() - start) / 1_000_000);
    start = System.nanoTime();
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long found = 0;
    int pages = 0;
    Optional<UUID> after = Optional.empty();
    for (boolean more = true; more; pages++) {
      TombstonePage page = log.page(after, 10_000);
      found += page.tombstones().size();
      more = page.more();
      if (more) {
        after = Optional.of(page.tombstones().get(page.tombstones().size() - 1).fileId());
      }
    }
    System.out.println(
        found
            + " in "
            + pages
            + " pages, ms "
            + (System.nanoTime() - start) / 1_000_000
            + " of which on the processor "
            + (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1_000_000
            + ", heap "
            + heap());
  }

  private static void read(Path root, int threads, int seconds) throws Exception {
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "1"))) {
      AtomicLong count = new AtomicLong();
      run(
          threads,
          seconds,
          count,
          random -> {
            long after = (long) (random.nextDouble() * store.status().files()) - 1;
            for (var held : store.copies(after, 1).copies()) {
              store.read(held.copy().copyId(), 0, (int) held.copy().size());
            }
          });
    }
  }

  private static void scrub(Path root) throws Exception {
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "1"))) {
      long start = System.nanoTime();
      store.scrub();
      do {
        Thread.sleep(1000);
      } while (store.scrubReport().running());
      System.out.println(store.scrubReport());
      System.out.println("read in ms " + (System.nanoTime() - start) / 1_000_000 + ", " + heap());
    }
  }

  private static void large(StoreOptions options, int mebibytes) throws Exception {
    byte[] piece = TestCopies.bytes(1, 64 * 1024);
    try (CopyStore store = CopyStore.open(options)) {
      for (int round = 0; round < 3; round++) {
        UUID copyId = UUID.randomUUID();
        long start = System.nanoTime();
        StagedFile staged = store.stage(copyId, mebibytes * (1L << 20));
        for (int i = 0; i < mebibytes * 16; i++) {
          staged.write(ByteBuffer.wrap(piece));
        }
        long written = System.nanoTime();
        var sha = staged.finish();
        var like = TestCopies.copy(copyId, "large.bin", piece);
        store
            .commit(
                new io.github.dfserver.protocol.Copy(
                    like.fileId(),
                    copyId,
                    like.name(),
                    "",
                    staged.size(),
                    sha,
                    like.createdAt(),
                    0))
            .join();
        long end = System.nanoTime();
        System.out.println(
            mebibytes * 1e9 / (end - start)
                + " MiB/s, written after ms "
                + (written - start) / 1_000_000
                + ", stored after ms "
                + (end - start) / 1_000_000);
        store.delete(copyId).join();
        System.out.println("deleted in ms " + (System.nanoTime() - end) / 1_000_000);
      }
    }
  }
}
