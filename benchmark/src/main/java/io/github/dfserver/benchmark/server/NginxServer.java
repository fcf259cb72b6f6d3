package io.github.dfserver.benchmark.server;

import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.process.Await;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** An nginx with its DAV module, as a plain process that ends with this one. */
public final class NginxServer implements Server {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Runs nginx until standard input ends, which the death of this process brings about. */
  private static final String UNTIL_INPUT_ENDS =
      "trap '' HUP; \"$0\" -p \"$1\" -e error.log -c nginx.conf & n=$!; cat >/dev/null; kill $n; wait $n";

  private final Process process;
  private final int port;

  private NginxServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Where nginx is.
   *
   * @param named the path that the user gave, or nothing: the usual places are searched
   */
  public static Optional<Path> find(String named) {
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named).toAbsolutePath());
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Stream.of(path.split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(directory -> Path.of(directory, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it on a directory of its own and waits until it listens. */
  public static NginxServer start(Path nginx, Path directory)
      throws IOException, TimeoutException, InterruptedException {
    Files.createDirectories(directory.resolve("files"));
    Files.createDirectories(directory.resolve("temp"));
    int port = Ports.free();
    Files.writeString(directory.resolve("nginx.conf"), configuration(port));
    Process process =
        new ProcessBuilder("sh", "-c", UNTIL_INPUT_ENDS, nginx.toString(), directory.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("nginx.out").toFile())
            .start();
    NginxServer server = new NginxServer(process, port);
    boolean ready = false;
    try {
      Await.until("nginx (its error.log says why)", PATIENCE, () -> listens(port));
      ready = true;
      return server;
    } finally {
      if (!ready) {
        server.close();
      }
    }
  }

  private static boolean listens(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  private static String configuration(int port) {
    boolean root = "root".equals(System.getProperty("user.name"));
    return (root ? "user root;\n" : "")
        + """
        daemon off;
        worker_processes auto;
        pid nginx.pid;
        error_log error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000000;
          default_type application/octet-stream;
          client_body_temp_path temp/body;
          proxy_temp_path temp/proxy;
          fastcgi_temp_path temp/fastcgi;
          uwsgi_temp_path temp/uwsgi;
          scgi_temp_path temp/scgi;
          server {
            listen 127.0.0.1:%d;
            root files;
            client_max_body_size 0;
            dav_methods PUT DELETE;
            create_full_put_path on;
          }
        }
        """
            .formatted(port);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Map<String, List<Long>> processes() {
    List<Long> workers = process.toHandle().descendants().map(ProcessHandle::pid).toList();
    return Map.of("nginx", workers);
  }

  @Override
  public void close() {
    List<ProcessHandle> all = process.toHandle().descendants().toList();
    try {
      process.getOutputStream().close();
      if (process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (IOException e) {
      System.err.println("nginx's standard input could not be closed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
