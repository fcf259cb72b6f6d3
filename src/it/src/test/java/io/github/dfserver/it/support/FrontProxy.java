package io.github.dfserver.it.support;

import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A proxy in front of managers, with the configuration that {@code server-config/} gives operators.
 * It ends when this process ends, like every child.
 */
public final class FrontProxy implements AutoCloseable {
  /** Standard input ends with this process; a signal goes on to the proxy. */
  private static final String WATCHED =
      "exec 3<&0; PATH=$PATH:/usr/sbin; \"$@\" </dev/null & proxy=$!;"
          + " (cat <&3 >/dev/null; kill $proxy) & trap 'kill $proxy' TERM; wait $proxy";

  private final ChildProcess process;
  private final int clients;
  private final int nodes;

  private FrontProxy(ChildProcess process, int clients, int nodes) {
    this.process = process;
    this.clients = clients;
    this.nodes = nodes;
  }

  /**
   * Starts it on two ports of the loopback address and waits until it listens.
   *
   * @param directory its own
   * @param managers the managers' ports
   * @param lines takes what it prints
   */
  public static FrontProxy start(
      ProxyProgram program, Path directory, List<Integer> managers, Consumer<String> lines)
      throws IOException, TimeoutException, InterruptedException {
    Files.createDirectories(directory);
    int clients = Ports.free();
    int nodes = Ports.freeFrom(clients + 1);
    List<String> command = new ArrayList<>(List.of("sh", "-c", WATCHED, "sh"));
    command.addAll(program.configure(directory, managers, clients, nodes));
    ChildProcess process =
        ChildProcess.command(program.command(), directory, List.copyOf(command), lines);
    FrontProxy proxy = new FrontProxy(process, clients, nodes);
    boolean listening = false;
    try {
      Await.until(
          program.command(),
          Duration.ofMinutes(1),
          () -> {
            if (!process.isAlive()) {
              throw new IllegalStateException(program.command() + " ended");
            }
            return Ports.isListening(clients) && Ports.isListening(nodes);
          });
      listening = true;
      return proxy;
    } finally {
      if (!listening) {
        proxy.close();
      }
    }
  }

  /** The base URL for clients. */
  public URI clients() {
    return URI.create("http://127.0.0.1:" + clients + "/");
  }

  /** The base URL for nodes. */
  public URI nodes() {
    return URI.create("http://127.0.0.1:" + nodes + "/");
  }

  @Override
  public void close() {
    process.close();
  }
}
