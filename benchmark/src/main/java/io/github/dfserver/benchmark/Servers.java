package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.server.NginxServer;
import io.github.dfserver.benchmark.server.ProductServer;
import io.github.dfserver.benchmark.server.Server;
import io.github.dfserver.benchmark.server.YardstickServer;
import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.process.Output;
import io.github.dfserver.it.server.ManagerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Everything that is measured, started as the parts of this run need it. */
final class Servers implements AutoCloseable {
  static final String FSYNC = "product, fsync";
  static final String NO_FSYNC = "product, no fsync";
  static final String JAXRS = "empty JAX-RS resource";
  static final String SERVLET = "bare servlet";
  static final String NGINX = "nginx";

  private final BenchmarkOptions options;
  private final Map<String, Server> running = new LinkedHashMap<>();

  Servers(BenchmarkOptions options) {
    this.options = options;
  }

  /** Starts them one after the other. */
  void start() throws IOException, TimeoutException, InterruptedException {
    if (options.small()) {
      Path directory = options.directory().resolve("yardstick");
      running.put(
          JAXRS,
          YardstickServer.start(
              options.packaging(),
              directory,
              jvm(options.managerJvm(), directory),
              Output.files(logs()).apply("yardstick")));
    }
    Optional<Path> nginx = NginxServer.find(options.nginx());
    if (nginx.isPresent()) {
      running.put(NGINX, NginxServer.start(nginx.get(), options.directory().resolve("nginx")));
    } else {
      System.out.println("nginx is not on this machine: its yardsticks are left out");
    }
    running.put(FSYNC, product("fsync", "fsync", ManagerServer.of("payara-micro")));
    running.put(NO_FSYNC, product("none", "none", ManagerServer.of("payara-micro")));
    for (String server : options.servers()) {
      running.put(on(server), product(server, "fsync", ManagerServer.of(server)));
    }
  }

  private static String on(String server) {
    return FSYNC + ", " + server;
  }

  private Server product(String name, String durability, ManagerServer server)
      throws IOException, TimeoutException, InterruptedException {
    Path directory = options.directory().resolve(name);
    String[] nodes =
        IntStream.range(0, options.nodes())
            .mapToObj(i -> Integer.toString(100 + i))
            .toArray(String[]::new);
    System.out.println(
        "Starting a manager on %s and %d nodes, durability %s"
            .formatted(server, nodes.length, durability));
    return ProductServer.start(
        ClusterOptions.of(directory, Ports.free(), Output.files(logs().resolve(name)))
            .withManagerOn(1, server)
            .withNodes(nodes)
            .withSetting("dfs.durability", durability)
            .withNodeArguments("--durability", durability)
            .withManagerJvm(jvm(options.managerJvm(), directory).toArray(String[]::new))
            .withNodeJvm(options.nodeJvm().toArray(String[]::new)));
  }

  private static List<String> jvm(List<String> given, Path directory) throws IOException {
    List<String> all = new ArrayList<>(given);
    all.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
    return all;
  }

  private Path logs() {
    return options.directory().resolve("logs");
  }

  /** The product's and nginx's places for files, those of them that run. */
  List<Subject> stores() {
    List<Subject> subjects = new ArrayList<>();
    subjects.add(Subject.of(FSYNC, running.get(FSYNC), "/file/bench/"));
    for (String server : options.servers()) {
      subjects.add(Subject.of(on(server), running.get(on(server)), "/file/bench/"));
    }
    subjects.add(Subject.of(NO_FSYNC, running.get(NO_FSYNC), "/file/bench/"));
    if (running.containsKey(NGINX)) {
      subjects.add(Subject.of(NGINX, running.get(NGINX), "/bench/"));
    }
    return subjects;
  }

  /** The yardsticks on the manager's kind of server. */
  List<Subject> yardsticks() {
    return List.of(
        Subject.of(JAXRS, running.get(JAXRS), "/jaxrs/empty"),
        Subject.of(SERVLET, running.get(JAXRS), "/servlet"));
  }

  /** The processes by the server that they belong to. */
  Map<String, Server> running() {
    return running;
  }

  @Override
  public void close() {
    running.values().forEach(Server::close);
    running.clear();
  }
}
