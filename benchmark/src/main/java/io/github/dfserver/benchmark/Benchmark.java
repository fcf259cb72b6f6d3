package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.micro.MicroBenchmarks;
import io.github.dfserver.benchmark.server.GeneratorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the benchmark, prints its report and writes it to {@code report.md}. */
public final class Benchmark {
  private Benchmark() {}

  /** Takes its options from system properties, see {@code docs/BENCHMARKS.md}. */
  public static void main(String[] args) throws Exception {
    BenchmarkOptions options;
    try {
      options = BenchmarkOptions.read(System::getProperty);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Thread watch = new Thread(() -> watch(options), "watch");
    watch.setDaemon(true);
    watch.start();
    if (options.compares()) {
      measure(options);
    }
    if (options.parts().contains(Part.JOIN)) {
      alone(options, "join", new NodeJoin(options, System.out)::measure);
    }
    if (options.parts().contains(Part.RECORDS)) {
      alone(options, "records", new ManyRecords(options, System.out)::measure);
    }
    if (options.parts().contains(Part.START)) {
      alone(options, "start", new StartUp(options, System.out)::measure);
    }
    if (options.parts().contains(Part.MICRO)) {
      MicroBenchmarks.run(options.directory());
    }
    System.exit(0);
  }

  private static void measure(BenchmarkOptions options)
      throws IOException, InterruptedException, TimeoutException {
    String machine = Machine.describe();
    DataTree.remove(options.directory());
    Files.createDirectories(options.directory());
    Servers servers = new Servers(options);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(options, servers), "clean-up"));
    try (GeneratorProcess generator = GeneratorProcess.start()) {
      servers.start();
      Load load = new Load(generator);
      List<Row> rows = new ArrayList<>();
      if (options.small()) {
        rows.addAll(new SmallFiles(options, load, servers, System.out).measure());
      }
      if (options.parts().contains(Part.LARGE)) {
        rows.addAll(new LargeFiles(options, load, servers, System.out).measure());
      }
      String report = Report.of(options, machine, rows, servers);
      Path file = options.directory().resolve("report.md");
      Files.writeString(file, report);
      System.out.println();
      System.out.println(report);
      System.out.println("Written to " + file);
    }
  }

  private interface Measurement {
    String measure() throws IOException, InterruptedException, TimeoutException;
  }

  /** What needs a cluster of its own, which it keeps in the directory of this name. */
  private static void alone(BenchmarkOptions options, String name, Measurement measurement)
      throws IOException, InterruptedException, TimeoutException {
    Path data = options.directory().resolve(name);
    DataTree.remove(data);
    Files.createDirectories(data);
    String report = measurement.measure();
    DataTree.remove(data);
    Path file = options.directory().resolve(name + ".md");
    Files.writeString(file, Machine.describe() + "." + System.lineSeparator() + report);
    System.out.println();
    System.out.println(report);
    System.out.println("Written to " + file);
  }

  /** Stops everything and removes the data; report and logs stay. */
  private static void clean(BenchmarkOptions options, Servers servers) {
    servers.close();
    List<String> all = new ArrayList<>(List.of("fsync", "none", "nginx", "yardstick"));
    all.addAll(options.servers());
    for (String data : all) {
      try {
        DataTree.remove(options.directory().resolve(data));
      } catch (IOException e) {
        System.err.println("The data of '" + data + "' could not be removed: " + e);
      }
    }
  }

  /** Ends this process with the one that started it, or when it takes too long. */
  private static void watch(BenchmarkOptions options) {
    try {
      CompletableFuture<?> parent =
          ProcessHandle.current()
              .parent()
              .<CompletableFuture<?>>map(ProcessHandle::onExit)
              .orElseGet(CompletableFuture::new);
      parent.get(options.limit().toMillis(), TimeUnit.MILLISECONDS);
      System.err.println("Given up: the process that started this one has ended");
    } catch (TimeoutException e) {
      System.err.println("Given up after " + options.limit().toMinutes() + " minutes");
    } catch (InterruptedException | ExecutionException e) {
      System.err.println("Given up: " + e);
    }
    System.exit(3);
  }
}
