package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.load.LoadCommand.Kind;
import io.github.dfserver.benchmark.server.GeneratorProcess;
import io.github.dfserver.benchmark.server.ProductServer;
import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Output;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * A fourth node joins three that hold many files while clients read as fast as they can, then a
 * fifth while nobody does: how fast files move, and what the clients notice. A read that fails ends
 * the run.
 */
final class NodeJoin {
  private static final int CLIENTS = 16;
  private static final Duration SLICE = Duration.ofSeconds(3);
  private static final int REST_SLICES = 5;
  private static final Duration LONGEST_FILL = Duration.ofMinutes(15);

  private final BenchmarkOptions options;
  private final PrintStream out;

  NodeJoin(BenchmarkOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  String measure() throws IOException, InterruptedException, TimeoutException {
    Path directory = options.directory().resolve("join");
    ClusterOptions layout =
        ClusterOptions.of(
                directory, Ports.free(), Output.files(options.directory().resolve("logs/join")))
            .withManagerJvm(options.managerJvm().toArray(String[]::new))
            .withNodeJvm(options.nodeJvm().toArray(String[]::new));
    try (GeneratorProcess generator = GeneratorProcess.start();
        ProductServer server = ProductServer.start(layout)) {
      Load load = new Load(generator);
      Subject subject = Subject.of("product", server, "/file/join/");
      out.println("Uploading " + options.joinFiles() + " files to three nodes");
      load.fill(subject, options.joinFiles(), CLIENTS, options.joinBytes(), LONGEST_FILL);
      out.println("Warming up for " + options.warmup().toSeconds() + " s");
      read(load, subject, options.warmup());
      List<Sample> rest = new ArrayList<>();
      for (int i = 0; i < REST_SLICES; i++) {
        rest.add(read(load, subject, SLICE));
      }
      Map<String, String> before = homes(server.cluster());

      List<Sample> during = new ArrayList<>();
      JoinWatch busy = join(server.cluster(), "103");
      while (!busy.ended()) {
        during.add(read(load, subject, SLICE));
      }
      Map<String, String> after = homes(server.cluster());
      String report = head(rest, during) + row("clients read", busy, moved(before, after));

      JoinWatch quiet = join(server.cluster(), "104");
      quiet.seconds(); // before anybody asks where files are
      report += row("nobody reads", quiet, moved(after, homes(server.cluster())));
      return report + spread(server.cluster());
    }
  }

  private Sample read(Load load, Subject subject, Duration time)
      throws IOException, InterruptedException, TimeoutException {
    Sample sample =
        load.small(subject, Kind.GET, CLIENTS, time, options.joinFiles(), options.joinBytes());
    out.printf(
        "%.0f reads a second, p99 %.2f ms%n", sample.result().rate(), sample.result().p99() / 1e6);
    return sample;
  }

  private JoinWatch join(LocalCluster cluster, String id) throws IOException {
    out.println("Node " + id + " joins");
    return JoinWatch.start(cluster, id);
  }

  /** Where each file is. */
  private Map<String, String> homes(LocalCluster cluster) throws IOException, InterruptedException {
    FileApi api = cluster.api();
    Map<String, String> homes = new HashMap<>();
    for (String after = "join/"; after != null; ) {
      Answer page = api.list("prefix", "join/", "limit", "1000", "after", after);
      for (Map<String, Object> file : page.objects("files")) {
        homes.put((String) file.get("filename"), (String) file.get("node"));
      }
      after = (String) page.json().get("next");
    }
    if (homes.size() != options.joinFiles()) {
      throw new IOException(homes.size() + " files are listed, not " + options.joinFiles());
    }
    return homes;
  }

  private static long moved(Map<String, String> before, Map<String, String> after) {
    return before.entrySet().stream()
        .filter(file -> !file.getValue().equals(after.get(file.getKey())))
        .count();
  }

  private String head(List<Sample> rest, List<Sample> during) {
    Row atRest = new Row("join", CLIENTS, "at rest", rest);
    Row meanwhile = new Row("join", CLIENTS, "meanwhile", during);
    double p99 = atRest.median(NodeJoin::p99);
    return String.format(
        Locale.ROOT,
        "%n## A node joins%n%n%,d files of %,d bytes, %d clients that read all the time; medians of"
            + " slices of %d s.%n%n"
            + "| | reads a second | p99 ms | p99 / at rest | worst slice |%n|---|---|---|---|---|%n"
            + "| at rest | %,.0f | %.2f | | %.2f |%n"
            + "| while files move | %,.0f | %.2f | %.2f | %.2f |%n%n"
            + "| | files that moved | seconds | files a second | MB/s |%n|---|---|---|---|---|%n",
        options.joinFiles(),
        options.joinBytes(),
        CLIENTS,
        SLICE.toSeconds(),
        atRest.rate(),
        p99,
        worst(rest),
        meanwhile.rate(),
        meanwhile.median(NodeJoin::p99),
        meanwhile.median(NodeJoin::p99) / p99,
        worst(during));
  }

  private static double p99(Sample sample) {
    return sample.result().p99() / 1e6;
  }

  private static double worst(List<Sample> samples) {
    return samples.stream().mapToDouble(NodeJoin::p99).max().orElse(0);
  }

  private String row(String what, JoinWatch join, long moved) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.1f | %,.0f | %.1f |%n",
        what,
        moved,
        join.seconds(),
        moved / join.seconds(),
        moved * (double) options.joinBytes() / join.seconds() / 1e6);
  }

  private static String spread(LocalCluster cluster) throws IOException, InterruptedException {
    return String.format(
        Locale.ROOT, "%nSpread in the end: %s.%n", cluster.api().balance().get("spread"));
  }
}
