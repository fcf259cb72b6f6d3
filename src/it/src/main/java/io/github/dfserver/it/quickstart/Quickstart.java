package io.github.dfserver.it.quickstart;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.cluster.ProcessEndedException;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Output;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Runs a manager and three storage nodes until it is told to stop, with their data below {@code
 * dfs-data}. Runs inside Maven's process: its shutdown hook stops the children, which also notice
 * by themselves when it is killed.
 */
public final class Quickstart {
  private static final String DATA = "dfs-data";

  private Quickstart() {}

  /**
   * Starts everything, tells how to use it and waits.
   *
   * @param args the port and, optionally, the directory that {@code dfs-data} is made in
   * @throws IllegalStateException with a sentence when the port is in use or a process ends
   */
  public static void main(String[] args)
      throws IOException, TimeoutException, InterruptedException {
    int port = Integer.parseInt(args[0]);
    Path home = Path.of(args.length > 1 ? args[1] : "").toAbsolutePath().normalize();
    requireFree(port);
    ClusterOptions options =
        ClusterOptions.of(home.resolve(DATA), port, Output.console(System.out));
    System.out.println("Starting a manager and the nodes " + String.join(", ", options.nodes()));
    LocalCluster cluster = new LocalCluster(options);
    Thread stop = new Thread(cluster::close, "quickstart-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try (cluster) {
      cluster.start();
      System.out.println(greeting(options));
      throw new ProcessEndedException(firstToEnd(cluster));
    }
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

        Ctrl-C stops everything; the data stays.
        """
        .formatted(
            url, options.directory().resolve(LocalCluster.MANAGER), nodes, url, url, url, url);
  }
}
