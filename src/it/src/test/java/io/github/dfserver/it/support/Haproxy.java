package io.github.dfserver.it.support;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.Ports;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Debian's haproxy in front of all managers of a cluster, which take turns. */
public final class Haproxy implements AutoCloseable {
  private final ChildProcess process;

  private Haproxy(ChildProcess process) {
    this.process = process;
  }

  /** Whether the command is there. */
  public static boolean isInstalled() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "haproxy")));
  }

  /** Starts it on a port of the loopback address and waits until it listens. */
  public static Haproxy start(ClusterOptions cluster, int port)
      throws IOException, TimeoutException, InterruptedException {
    Files.createDirectories(cluster.directory());
    Path configuration = cluster.directory().resolve("haproxy.cfg");
    StringBuilder servers = new StringBuilder();
    for (int manager : cluster.ports()) {
      servers.append("  server m%d 127.0.0.1:%d\n".formatted(manager, manager));
    }
    Files.writeString(
        configuration,
        """
        defaults
          mode http
          option redispatch
          retries 3
          timeout connect 2s
          timeout client 60s
          timeout server 60s
          timeout tunnel 1h
        frontend files
          bind 127.0.0.1:%d
          default_backend managers
        backend managers
          balance roundrobin
          option httpchk GET /node
          default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
        %s
        """
            .formatted(port, servers));
    // It ends when this process ends, like every child: then the pipe that is descriptor 3 does.
    String script =
        "exec 3<&0; PATH=$PATH:/usr/sbin; haproxy -db -f \"$0\" </dev/null & proxy=$!;"
            + " (cat <&3 >/dev/null; kill $proxy) & trap 'kill $proxy' TERM; wait $proxy";
    ChildProcess process =
        ChildProcess.command(
            "haproxy",
            cluster.directory(),
            List.of("sh", "-c", script, configuration.toString()),
            cluster.output().apply("haproxy"));
    Await.until("haproxy", Duration.ofMinutes(1), () -> Ports.isListening(port));
    return new Haproxy(process);
  }

  @Override
  public void close() {
    process.close();
  }
}
