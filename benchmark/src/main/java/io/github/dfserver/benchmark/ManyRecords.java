package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.server.GeneratorProcess;
import io.github.dfserver.benchmark.server.ProcessTimes;
import io.github.dfserver.benchmark.server.ProductServer;
import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Output;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** One node with very many small files: how long starting and reconciling take, in what memory. */
final class ManyRecords {
  private static final String NODE = "100";
  private static final int CLIENTS = 64;
  private static final int FILE_BYTES = 64;
  private static final Duration LONGEST_FILL = Duration.ofMinutes(45);
  private static final Duration LIMIT = Duration.ofMinutes(20);

  /** What the manager logs when it has compared a node's copies with its records. */
  private static final String RECONCILED = "Looked through node " + NODE;

  private final BenchmarkOptions options;
  private final PrintStream out;
  private final AtomicInteger reconciled = new AtomicInteger();
  private final StringBuilder table = new StringBuilder();

  ManyRecords(BenchmarkOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  String measure() throws IOException, InterruptedException, TimeoutException {
    Path directory = options.directory().resolve("records");
    ClusterOptions layout =
        ClusterOptions.of(directory, Ports.free(), output())
            .withNodes(NODE)
            .withManagerJvm(options.managerJvm().toArray(String[]::new))
            .withNodeJvm(options.nodeJvm().toArray(String[]::new));
    try (GeneratorProcess generator = GeneratorProcess.start();
        ProductServer server = ProductServer.start(layout)) {
      out.println("Uploading " + options.records() + " files to one node");
      long began = System.nanoTime();
      Subject subject = Subject.of("product", server, "/file/records/");
      new Load(generator).fill(subject, options.records(), CLIENTS, FILE_BYTES, LONGEST_FILL);
      double uploading = seconds(began);
      LocalCluster cluster = server.cluster();
      memory("after the uploads", cluster);
      killed(cluster.node(NODE), cluster, "the node was killed");
      stopped(cluster.node(NODE), cluster);
      indexless(cluster);
      killed(cluster.manager(), cluster, "the manager was killed");
      return String.format(
          Locale.ROOT,
          "%n## Many records%n%n%,d files on one node, uploaded in %.0f s by %d clients; manager %s,"
              + " node %s.%n%n| started again after | online after s | reconciled after s |"
              + " manager MiB, peak | node MiB, peak |%n|---|---|---|---|---|%n%s",
          options.records(),
          uploading,
          CLIENTS,
          String.join(" ", options.managerJvm()),
          String.join(" ", options.nodeJvm()),
          table);
    }
  }

  private Function<String, Consumer<String>> output() {
    Function<String, Consumer<String>> files =
        Output.files(options.directory().resolve("logs/records"));
    return name -> {
      Consumer<String> file = files.apply(name);
      return line -> {
        file.accept(line);
        if (line.contains(RECONCILED)) {
          reconciled.incrementAndGet();
        }
      };
    };
  }

  private void killed(ChildProcess process, LocalCluster cluster, String what)
      throws IOException, InterruptedException, TimeoutException {
    process.kill();
    again(cluster, what);
  }

  private void stopped(ChildProcess node, LocalCluster cluster)
      throws IOException, InterruptedException, TimeoutException {
    node.close();
    again(cluster, "the node was stopped");
  }

  private void indexless(LocalCluster cluster)
      throws IOException, InterruptedException, TimeoutException {
    cluster.node(NODE).close();
    DataTree.remove(cluster.nodeDirectory(NODE).resolve("index"));
    again(cluster, "the node lost its index");
  }

  /** Starts what does not run, and waits. */
  private void again(LocalCluster cluster, String what)
      throws IOException, InterruptedException, TimeoutException {
    if (cluster.manager().isAlive()) {
      cluster.awaitState(NODE, "offline");
    }
    int before = reconciled.get();
    long began = System.nanoTime();
    if (cluster.manager().isAlive()) {
      cluster.launchNode(NODE);
    } else {
      cluster.launchManager();
    }
    cluster.awaitOnline(NODE);
    double online = seconds(began);
    Await.until("the node to be looked through", LIMIT, () -> reconciled.get() > before);
    row(what, String.format(Locale.ROOT, "%.1f | %.1f", online, seconds(began)), cluster);
  }

  private void memory(String when, LocalCluster cluster) {
    row(when, "|", cluster);
  }

  private void row(String what, String times, LocalCluster cluster) {
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s |%n",
            what,
            times,
            memory(cluster.manager()),
            memory(cluster.node(NODE)));
    out.print(row);
    table.append(row);
  }

  private static String memory(ChildProcess process) {
    return ProcessTimes.residentKib(process.pid()).orElse(0) / 1024
        + ", "
        + ProcessTimes.peakResidentKib(process.pid()).orElse(0) / 1024;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
