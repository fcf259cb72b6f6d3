import io.github.dfserver.client.Content;
import io.github.dfserver.client.DfsClient;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The client library's part of {@code client-rates}, which says what to do; prints seconds or requests a second. */
final class ClientRates {
  private ClientRates() {}

  public static void main(String[] args) throws Exception {
    try (DfsClient client = DfsClient.of(args[0])) {
      client.nodes(); // a program that has been at it before
      switch (args[1]) {
        case "put" -> {
          long began = System.nanoTime();
          client.put(args[2], Content.of(Path.of(args[3])).hashedOnItsWay());
          System.out.println((System.nanoTime() - began) / 1e9);
        }
        case "get" -> {
          Path target = Path.of(args[3]);
          Files.deleteIfExists(target);
          long began = System.nanoTime();
          client.get(args[2], target);
          System.out.println((System.nanoTime() - began) / 1e9);
        }
        case "small-gets" ->
            repeat(args, number -> client.get(args[4], OutputStream.nullOutputStream()));
        case "small-puts" -> {
          byte[] content = Files.readAllBytes(Path.of(args[5]));
          String run = Long.toString(System.nanoTime(), 36);
          repeat(args, number -> client.put(args[4] + run + "/" + number, Content.of(content)));
        }
        default -> throw new IllegalArgumentException(args[1]);
      }
    }
  }

  private interface Call {
    void run(long number) throws Exception;
  }

  /** Counts only what is begun after a warm-up as long as a third of the time. */
  private static void repeat(String[] args, Call call) throws Exception {
    int threads = Integer.parseInt(args[2]);
    long seconds = Long.parseLong(args[3]);
    long warm = System.nanoTime() + seconds * 1_000_000_000L / 3;
    long end = warm + seconds * 1_000_000_000L;
    AtomicLong next = new AtomicLong();
    AtomicLong counted = new AtomicLong();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(
          workers.submit(
              () -> {
                for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                  call.run(next.incrementAndGet());
                  if (now >= warm) {
                    counted.incrementAndGet();
                  }
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    workers.shutdown();
    System.out.println(counted.get() / (double) seconds);
  }
}
