package io.github.dfserver.benchmark.server;

import io.github.dfserver.benchmark.yardstick.YardstickWar;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The manager's server with the same settings and an application that does nothing. */
public final class YardstickServer implements Server {
  private static final Duration STARTUP = Duration.ofMinutes(3);

  private final ChildProcess process;
  private final int port;

  private YardstickServer(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param packaging where the manager's build keeps the server and its settings
   * @param directory its working directory
   * @param jvm options of its JVM
   * @param lines takes what it prints
   */
  public static YardstickServer start(
      Path packaging, Path directory, List<String> jvm, Consumer<String> lines)
      throws IOException, TimeoutException, InterruptedException {
    Files.createDirectories(directory);
    Path war = directory.resolve("yardstick.war");
    YardstickWar.write(war);
    int port = Ports.free();
    List<String> arguments = new ArrayList<>(jvm);
    arguments.addAll(
        List.of(
            "-Ddfs.http.address=127.0.0.1",
            "-jar",
            packaging.resolve("payara-micro.jar").toString(),
            "--port",
            Integer.toString(port),
            "--nohazelcast",
            "--disablephonehome",
            "--logproperties",
            packaging.resolve("logging.properties").toString(),
            "--prebootcommandfile",
            packaging.resolve("preboot.txt").toString(),
            "--deploy",
            war + ":/"));
    ChildProcess process = ChildProcess.java("yardstick", directory, arguments, lines);
    boolean ready = false;
    try {
      Await.until("the yardstick's server", STARTUP, () -> answers(process, port));
      ready = true;
      return new YardstickServer(process, port);
    } finally {
      if (!ready) {
        process.close();
      }
    }
  }

  private static boolean answers(ChildProcess process, int port) throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the yardstick's server ended; its log says why");
    }
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/jaxrs/empty").toURL().openConnection();
    connection.setConnectTimeout(5000);
    connection.setReadTimeout(5000);
    return connection.getResponseCode() == 200;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Map<String, List<Long>> processes() {
    return Map.of("server", List.of(process.pid()));
  }

  @Override
  public void close() {
    process.close();
  }
}
