package io.github.dfserver.it.faults;

import io.github.dfserver.it.cluster.MongodbServer;
import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.Checkout;
import io.github.dfserver.it.process.Output;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.server.ManagerServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A cluster whose every connection runs through a {@link TcpProxy}: {@code clients>manager-1},
 * {@code node-101>manager-1}, {@code transfers>manager-1}, {@code manager-1>mongodb}. Thread-safe.
 */
final class Servers implements AutoCloseable {
  /** The name of the catalogue's process. */
  static final String MONGODB = "mongodb";

  private static final Duration STARTUP = Duration.ofMinutes(4);
  private static final List<String> SMALL_JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** Short times, so that a run sees leases end and silent peers given up. */
  private static final List<String> SETTINGS =
      List.of(
          "-Ddfs.heartbeat=1s",
          "-Ddfs.lease=5s",
          "-Ddfs.command-timeout=5s",
          "-Ddfs.transfer-timeout=5s",
          "-Ddfs.reconcile-period=3s");

  private final Layout layout;
  private final Path nodeJar =
      Checkout.find("dfs.node.jar", "storage-node-jar/target/storage-node.jar");
  private final ManagerServer server = ManagerServer.configured();
  private final Function<String, Consumer<String>> output;
  private final Consumer<String> unwanted;
  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final Map<String, TcpProxy> links = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final List<FileApi> apis = new ArrayList<>();
  private int nextPort;

  /**
   * Lays it out and starts nothing; {@code unwanted} is told of processes that end by themselves.
   */
  Servers(Layout layout, Consumer<String> unwanted) throws IOException {
    this.layout = layout;
    this.unwanted = unwanted;
    this.output = Output.files(layout.directory().resolve("logs"));
    this.nextPort = layout.firstPort();
    if (layout.mongodb()) {
      int port = port(MONGODB);
      add(MONGODB, MongodbServer.arguments(port));
    }
    for (String manager : layout.managerNames()) {
      addManager(manager);
    }
    for (String node : layout.nodeNames()) {
      addNode(node);
    }
  }

  private int port(String name) throws IOException {
    int port = Ports.freeFrom(nextPort);
    nextPort = port + 1;
    ports.put(name, port);
    return port;
  }

  private TcpProxy link(String from, String to) throws IOException {
    String name = from + ">" + to;
    TcpProxy link = new TcpProxy(name, port(name), ports.get(to));
    links.put(name, link);
    return link;
  }

  private void add(String name, List<String> arguments) {
    servers.put(
        name, new Server(name, layout.directory(), arguments, output.apply(name), unwanted));
  }

  private void addManager(String name) throws IOException {
    int port = port(name);
    List<String> arguments = new ArrayList<>(SMALL_JVM);
    arguments.add("-Xmx384m");
    arguments.addAll(SETTINGS);
    arguments.add("-Ddfs.data-dir=" + layout.directory().resolve(name));
    if (layout.mongodb()) {
      TcpProxy toCatalogue = link(name, MONGODB);
      arguments.add("-Ddfs.mongodb.uri=mongodb://127.0.0.1:" + toCatalogue.port());
    }
    arguments.add("-Ddfs.url=http://127.0.0.1:" + link("transfers", name).port() + "/");
    Path own = layout.directory().resolve(name + "-server");
    add(name, server.arguments(own, port, arguments));
    apis.add(new FileApi(URI.create("http://127.0.0.1:" + link("clients", name).port())));
  }

  private void addNode(String name) throws IOException {
    List<String> arguments = new ArrayList<>(SMALL_JVM);
    arguments.add("-Xmx128m");
    arguments.addAll(List.of("-jar", nodeJar.toString(), id(name)));
    for (String manager : layout.managerNames()) {
      arguments.addAll(List.of("--manager", "http://127.0.0.1:" + link(name, manager).port()));
    }
    arguments.addAll(List.of("--data", tree(name).root().toString()));
    add(name, arguments);
  }

  /** A node's id, which is what follows {@code node-} in its name. */
  static String id(String node) {
    return node.substring(node.indexOf('-') + 1);
  }

  /** Starts all of them and waits until every manager sees every node. */
  void start() throws IOException, InterruptedException, TimeoutException {
    if (layout.mongodb()) {
      server(MONGODB).launch();
      Await.until("MongoDB", STARTUP, () -> Ports.isListening(ports.get(MONGODB)));
    }
    for (Server server : all()) {
      server.launch();
    }
    awaitOnline();
  }

  /** Adds a node and starts it. */
  void join(String node) throws IOException {
    synchronized (this) {
      if (servers.containsKey(node)) {
        return;
      }
      addNode(node);
    }
    server(node).launch();
  }

  /** All processes. */
  synchronized List<Server> all() {
    return List.copyOf(servers.values());
  }

  /** One of them by name. */
  synchronized Server server(String name) {
    return servers.get(name);
  }

  /** The names of all nodes. */
  List<String> nodes() {
    return all().stream().map(Server::name).filter(name -> name.startsWith("node-")).toList();
  }

  /** All links. */
  synchronized List<TcpProxy> links() {
    return List.copyOf(links.values());
  }

  /** A link by name. */
  synchronized TcpProxy link(String name) {
    return links.get(name);
  }

  /** A client of each manager, by the link that clients have. */
  List<FileApi> apis() {
    return List.copyOf(apis);
  }

  /** The port on which clients reach a manager. */
  int clientPort(int manager) {
    return apis.get(manager).base().getPort();
  }

  /** A node's directory. */
  NodeTree tree(String node) {
    return new NodeTree(layout.directory().resolve("files_" + id(node)));
  }

  /** Lets all run undisturbed: links open, nothing suspended, nothing dead, nothing armed. */
  void heal() throws IOException, InterruptedException {
    links().forEach(link -> link.set(TcpProxy.Mode.OPEN));
    for (Server server : all()) {
      server.resume();
      if (server.isArmed()) {
        server.kill();
      }
      server.launch();
    }
  }

  /** Waits until every manager says that every node is online. */
  void awaitOnline() throws InterruptedException, TimeoutException {
    for (FileApi api : apis) {
      Await.until(
          "every node to be online at " + api.base(), STARTUP, () -> seesAll(Ask.get(api, "node")));
    }
  }

  private boolean seesAll(Answer answer) {
    return answer.status() == 200
        && answer.objects("nodes").stream()
            .filter(node -> "online".equals(node.get("state")))
            .filter(this::isOfNow)
            .map(node -> "node-" + node.get("id"))
            .toList()
            .containsAll(nodes());
  }

  /** For a moment managers may take a node that was killed to be online at each other. */
  private boolean isOfNow(Map<String, Object> node) {
    String name = "node-" + node.get("id");
    return nodes().contains(name)
        && node.get("connectedSince") instanceof String since
        && !Instant.parse(since).isBefore(server(name).launched());
  }

  /** Waits until every manager answers. */
  void awaitEveryManager() throws InterruptedException, TimeoutException {
    for (FileApi api : apis) {
      Await.until(
          "the manager at " + api.base(), STARTUP, () -> Ask.get(api, "node").status() == 200);
    }
  }

  /** Waits until some manager answers. */
  void awaitAnyManager() throws InterruptedException, TimeoutException {
    Await.until("a manager to answer", STARTUP, this::anyManagerAnswers);
  }

  private boolean anyManagerAnswers() throws IOException, InterruptedException {
    IOException last = null;
    for (FileApi api : apis) {
      try {
        if (Ask.get(api, "node").status() == 200) {
          return true;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    if (last != null) {
      throw last;
    }
    return false;
  }

  @Override
  public void close() {
    for (Server server : all()) {
      try {
        server.resume();
        server.kill();
      } catch (IOException e) {
        unwanted.accept(server.name() + " could not be stopped: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (TcpProxy link : links()) {
      try {
        link.close();
      } catch (IOException e) {
        unwanted.accept(link.name() + " could not be closed: " + e);
      }
    }
  }
}
