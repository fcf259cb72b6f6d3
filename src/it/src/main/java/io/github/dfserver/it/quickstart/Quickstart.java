package io.github.dfserver.it.quickstart;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.cluster.ProcessEndedException;
import io.github.dfserver.it.process.Checkout;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Output;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Runs a manager and three storage nodes until it is told to stop, with their data below {@code
 * dfs-data}. Runs inside Maven's process: its shutdown hook stops the children, which also notice
 * by themselves when it is killed.
 */
public final class Quickstart {
  private static final String DATA = "dfs-data";

  /**
   * How much later this process may learn of a Ctrl-C than its children, which get it as well and
   * may have ended by then.
   */
  private static final Duration STOP_LAG = Duration.ofSeconds(5);

  /** Longer than all children together may take, as they are killed in the end. */
  private static final Duration STOPPED_WITHIN = Duration.ofMinutes(5);

  private final ClusterOptions options;
  private final LocalCluster cluster;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private Quickstart(ClusterOptions options) {
    this.options = options;
    this.cluster = new LocalCluster(options);
  }

  /**
   * Starts everything, tells how to use it and waits.
   *
   * @param args the port and, optionally, the directory that {@code dfs-data} is made in
   * @throws IOException with a sentence when the port is in use
   * @throws ProcessEndedException when a process ends that nobody has stopped
   */
  public static void main(String[] args)
      throws IOException, TimeoutException, InterruptedException {
    int port = Integer.parseInt(args[0]);
    Path home = Path.of(args.length > 1 ? args[1] : "").toAbsolutePath().normalize();
    requireFree(port);
    new Quickstart(ClusterOptions.of(home.resolve(DATA), port, Output.console(System.out))).run();
  }

  private void run() throws IOException, TimeoutException, InterruptedException {
    Thread stop = new Thread(this::stop, "quickstart-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try (cluster) {
      System.out.println("Starting a manager and the nodes " + String.join(", ", options.nodes()));
      cluster.start();
      System.out.println(greeting(options));
      throw new ProcessEndedException(firstToEnd(cluster));
    } catch (Exception e) {
      if (stopping.await(STOP_LAG.toMillis(), TimeUnit.MILLISECONDS)) {
        // the JVM ends meanwhile; if this returned before, Maven had the last word
        Thread.currentThread().join(STOPPED_WITHIN.toMillis());
        return;
      }
      Runtime.getRuntime().removeShutdownHook(stop);
      throw e;
    }
  }

  private void stop() {
    stopping.countDown();
    cluster.close();
    System.out.printf(
        "Stopped. The data is in %s; the same command starts it again.%n", options.directory());
  }

  private static ChildProcess firstToEnd(LocalCluster cluster) {
    CompletableFuture<?>[] ends =
        cluster.processes().stream()
            .map(process -> process.onExit().thenApply(status -> process))
            .toArray(CompletableFuture<?>[]::new);
    return (ChildProcess) CompletableFuture.anyOf(ends).join();
  }

  private static void requireFree(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new IOException(
          "Port " + port + " is in use; stop what listens there, or choose another: -Dport=9000",
          e);
    }
  }

  private static String greeting(ClusterOptions options) {
    String url = "http://localhost:" + options.port();
    String nodes =
        options.nodes().stream()
            .map(id -> "  node " + id + "  " + options.directory().resolve("files_" + id))
            .collect(Collectors.joining("\n"));
    return """

        The Distributed File Server listens on %s/
          manager   %s
        %s

        Open in a browser:
          %s/

        Try in another terminal:
          echo 'Hello, file server' | curl -T - %s/file/greetings/hello.txt
          curl %s/file
          curl %s/file/greetings/hello.txt
          %s --server %s ls -l greetings/

        Ctrl-C stops everything; the data stays.
        """
        .formatted(
            url,
            options.directory().resolve(LocalCluster.MANAGER),
            nodes,
            url,
            url,
            url,
            url,
            Checkout.find("cli-jar/dfs"),
            url);
  }
}
