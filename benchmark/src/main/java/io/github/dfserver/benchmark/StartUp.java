package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.server.ProcessTimes;
import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.process.Output;
import io.github.dfserver.it.server.ManagerServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long a manager takes from the start of its process to its first answer on each server, and
 * how much memory it has resident when it has been at rest for a while with one node.
 */
final class StartUp {
  private static final String NODE = "100";
  private static final long REST_SECONDS = 30;

  private final BenchmarkOptions options;
  private final PrintStream out;

  StartUp(BenchmarkOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  private record Start(double seconds, double mebibytes) {}

  String measure() throws IOException, InterruptedException, TimeoutException {
    List<String> servers = new ArrayList<>(List.of("payara-micro"));
    servers.addAll(options.servers());
    StringBuilder table = new StringBuilder();
    for (String server : servers) {
      List<Start> starts = new ArrayList<>();
      for (int round = 0; round < options.rounds(); round++) {
        Path directory = options.directory().resolve("start").resolve(server + "-" + round);
        Start start = start(directory, ManagerServer.of(server));
        out.printf(Locale.ROOT, "%s: %.1f s, %.0f MiB%n", server, start.seconds, start.mebibytes);
        starts.add(start);
      }
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.0f |%n",
              server,
              median(starts.stream().mapToDouble(Start::seconds).toArray()),
              median(starts.stream().mapToDouble(Start::mebibytes).toArray())));
    }
    return String.format(
        Locale.ROOT,
        "%n## Start and rest%n%nManager %s; medians of %d starts; at rest for %d s with one node.%n%n"
            + "| server | first answer after s | resident MiB |%n|---|---|---|%n%s",
        String.join(" ", options.managerJvm()),
        options.rounds(),
        REST_SECONDS,
        table);
  }

  private Start start(Path directory, ManagerServer server)
      throws IOException, InterruptedException, TimeoutException {
    ClusterOptions layout =
        ClusterOptions.of(directory, Ports.free(), Output.files(directory.resolve("logs")))
            .withNodes()
            .withManagerOn(1, server)
            .withManagerJvm(options.managerJvm().toArray(String[]::new))
            .withNodeJvm(options.nodeJvm().toArray(String[]::new));
    // What is done once on a machine, such as unpacking and setting up the server, is no start.
    server.arguments(directory.resolve("manager-server"), layout.port(), List.of());
    try (LocalCluster cluster = new LocalCluster(layout)) {
      long began = System.nanoTime();
      cluster.start();
      double seconds = (System.nanoTime() - began) / 1e9;
      cluster.launchNode(NODE);
      cluster.awaitOnline(NODE);
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      long kib = ProcessTimes.residentKib(cluster.manager().pid()).orElse(0);
      return new Start(seconds, kib / 1024.0);
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
