package io.github.dfserver.it.cluster;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.Checkout;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One manager with the embedded catalogue, or several with one MongoDB, and storage nodes, each a
 * process of its own with data of its own. Each can be killed, suspended and started again on the
 * same data, but for the MongoDB, which has its data in memory. Managers are numbered from 1.
 * Thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
  /** The name of the first manager's process; the second's is {@code manager-2}. */
  public static final String MANAGER = "manager";

  /** The name of the MongoDB's process. */
  public static final String MONGODB = "mongodb";

  private static final String NODE = "node-";

  /** How long a process may take until it serves; generous, for busy machines. */
  private static final Duration STARTUP = Duration.ofMinutes(3);

  private final ClusterOptions options;
  private final Path nodeJar;
  private final List<FileApi> apis = new CopyOnWriteArrayList<>();
  private final Map<String, ChildProcess> processes = new ConcurrentHashMap<>();
  private volatile Optional<Tokens> tokens = Optional.empty();

  /**
   * Lays it out and starts nothing yet.
   *
   * @throws IllegalStateException when the node's jar is not built
   */
  public LocalCluster(ClusterOptions options) {
    this.options = options;
    this.nodeJar = Checkout.find("dfs.node.jar", "storage-node-jar/target/storage-node.jar");
    for (int manager = 1; manager <= options.ports().size(); manager++) {
      apis.add(new FileApi(options.url(manager)));
    }
  }

  /**
   * Starts all processes and waits until every node is online at every manager. When that fails,
   * everything is stopped again.
   *
   * @return this
   * @throws TimeoutException when they do not get ready
   * @throws ProcessEndedException when one ends instead
   */
  public LocalCluster start() throws IOException, TimeoutException, InterruptedException {
    boolean ready = false;
    try {
      if (options.tokenFile().isPresent()) {
        lock(new Tokens(options.tokenFile().get()));
      }
      if (options.mongodb().isPresent()) {
        launchMongodb();
      }
      for (int manager = 1; manager <= options.ports().size(); manager++) {
        launchManager(manager);
      }
      for (String id : options.nodes()) {
        launchNode(id);
      }
      awaitOnline(options.nodes().toArray(String[]::new));
      ready = true;
      return this;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  private void lock(Tokens made) throws IOException, InterruptedException {
    String admin = made.add("tests", "--role", "admin");
    apis.replaceAll(api -> api.withToken(admin));
    Files.writeString(nodeTokenFile(), made.add("nodes", "--node", "any") + "\n");
    Files.setPosixFilePermissions(nodeTokenFile(), PosixFilePermissions.fromString("rw-------"));
    tokens = Optional.of(made);
  }

  private Path nodeTokenFile() {
    return options.directory().resolve("node.token");
  }

  /**
   * Its tokens, those included that its nodes and clients show: {@code nodes} and {@code tests}.
   *
   * @throws java.util.NoSuchElementException without {@link ClusterOptions#withTokens}
   */
  public Tokens tokens() {
    return tokens.orElseThrow();
  }

  /** A client of the first manager. */
  public FileApi api() {
    return api(1);
  }

  /** A client of a manager. */
  public FileApi api(int manager) {
    return apis.get(manager - 1);
  }

  /** The first manager's port on the loopback address. */
  public int port() {
    return options.port();
  }

  /** How it is laid out. */
  public ClusterOptions options() {
    return options;
  }

  /** The first manager's process. */
  public ChildProcess manager() {
    return manager(1);
  }

  /** A manager's process. */
  public ChildProcess manager(int number) {
    return process(managerName(number));
  }

  /** The process of the MongoDB. */
  public ChildProcess mongodb() {
    return process(MONGODB);
  }

  /** A node's process. */
  public ChildProcess node(String id) {
    return process(nodeName(id));
  }

  /** All processes that were started and not replaced by a later start. */
  public List<ChildProcess> processes() {
    return List.copyOf(processes.values());
  }

  /** A node's data directory. */
  public Path nodeDirectory(String id) {
    return options.directory().resolve("files_" + id);
  }

  /** The first manager's data directory. */
  public Path managerDirectory() {
    return managerDirectory(1);
  }

  private Path managerDirectory(int number) {
    return options.directory().resolve(managerName(number));
  }

  /** Starts the first manager, where it is not running, and does not wait. */
  public ChildProcess launchManager() throws IOException {
    return launchManager(1);
  }

  /** Starts a manager, where it is not running, and does not wait. */
  public ChildProcess launchManager(int number) throws IOException {
    List<String> jvm = new ArrayList<>(options.managerJvm());
    jvm.add("-Ddfs.data-dir=" + managerDirectory(number));
    options.mongodb().ifPresent(port -> jvm.add("-Ddfs.mongodb.uri=mongodb://127.0.0.1:" + port));
    options.settings().forEach((key, value) -> jvm.add("-D" + key + "=" + value));
    Path own = options.directory().resolve(managerName(number) + "-server");
    int port = options.ports().get(number - 1);
    return launch(managerName(number), options.server(number).arguments(own, port, jvm));
  }

  /** Starts the MongoDB and waits until it listens, since a manager does not start without. */
  private void launchMongodb() throws IOException, TimeoutException, InterruptedException {
    int port = options.mongodb().orElseThrow();
    launch(MONGODB, MongodbServer.arguments(port));
    Await.until("MongoDB", STARTUP, () -> running(MONGODB) && Ports.isListening(port));
  }

  /** Starts a node, where it is not running, and does not wait. */
  public ChildProcess launchNode(String id, String... moreArguments) throws IOException {
    return launch(
        nodeName(id), nodeArguments(id, nodeDirectory(id), options.dialledBy(id), moreArguments));
  }

  /**
   * Starts a further process for a node id, beside the one that may be running, on any data
   * directory. The caller closes it.
   */
  public ChildProcess launchRival(String id, Path data, String name) throws IOException {
    return launchRival(id, data, name, options.dialledBy(id).toArray(URI[]::new));
  }

  /** The same, dialling these managers or proxies. */
  public ChildProcess launchRival(String id, Path data, String name, URI... managers)
      throws IOException {
    return ChildProcess.java(
        name,
        options.directory(),
        nodeArguments(id, data, List.of(managers)),
        options.output().apply(name));
  }

  /** Waits until every manager that runs says that these nodes are online. */
  public void awaitOnline(String... ids) throws TimeoutException, InterruptedException {
    for (String id : ids) {
      awaitState(id, "online");
    }
    if (ids.length == 0) {
      for (int manager : managers()) {
        FileApi api = api(manager);
        Await.until("a manager", STARTUP, () -> running(manager) && api.nodes() != null);
      }
    }
  }

  /** Waits until {@code GET /node} of every manager that runs gives a node this state. */
  public void awaitState(String id, String state) throws TimeoutException, InterruptedException {
    boolean needsProcess = state.equals("online");
    for (int manager : managers()) {
      Await.until(
          "node " + id + " to be " + state + " at " + managerName(manager),
          STARTUP,
          () ->
              running(manager)
                  && (!needsProcess || running(nodeName(id)))
                  && is(api(manager), id, state));
    }
  }

  /** Those that run; all of them where none does, so that whoever waits learns of the end. */
  private List<Integer> managers() {
    List<Integer> all = IntStream.rangeClosed(1, options.ports().size()).boxed().toList();
    List<Integer> running =
        all.stream()
            .filter(number -> processes.containsKey(managerName(number)))
            .filter(number -> process(managerName(number)).isAlive())
            .toList();
    return running.isEmpty() ? all : running;
  }

  /** Stops the nodes, then the managers, in order, then MongoDB; kills what does not stop. */
  @Override
  public void close() {
    List<ChildProcess> nodes = named(name -> name.startsWith(NODE));
    nodes.forEach(ChildProcess::terminate);
    nodes.forEach(ChildProcess::close);
    List<ChildProcess> managers = named(name -> name.startsWith(MANAGER));
    managers.forEach(ChildProcess::terminate);
    managers.forEach(ChildProcess::close);
    named(MONGODB::equals).forEach(ChildProcess::close);
  }

  private List<ChildProcess> named(Predicate<String> name) {
    return processes.values().stream().filter(process -> name.test(process.name())).toList();
  }

  private static boolean is(FileApi api, String id, String state)
      throws IOException, InterruptedException {
    try {
      return api.nodes().stream()
          .anyMatch(node -> node.get("id").equals(id) && node.get("state").equals(state));
    } catch (IllegalStateException e) {
      // A server that is still loading the manager may answer 200 itself, with nothing in it.
      throw new IOException("that was not the manager", e);
    }
  }

  private boolean running(int manager) {
    return running(managerName(manager));
  }

  /** True, or an exception when it was started here and has ended. */
  private boolean running(String name) {
    ChildProcess process = processes.get(name);
    if (process != null && !process.isAlive()) {
      throw new ProcessEndedException(process);
    }
    return true;
  }

  private ChildProcess process(String name) {
    ChildProcess process = processes.get(name);
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }

  private List<String> nodeArguments(String id, Path data, List<URI> managers, String... more) {
    List<String> arguments = new ArrayList<>(options.nodeJvm());
    arguments.addAll(List.of("-jar", nodeJar.toString(), id));
    for (URI manager : managers) {
      arguments.addAll(List.of("--manager", manager.toString()));
    }
    arguments.addAll(List.of("--data", data.toString()));
    if (tokens.isPresent()) {
      arguments.addAll(List.of("--token-file", nodeTokenFile().toString()));
    }
    arguments.addAll(options.nodeArguments());
    arguments.addAll(List.of(more));
    return arguments;
  }

  private synchronized ChildProcess launch(String name, List<String> arguments) throws IOException {
    ChildProcess running = processes.get(name);
    if (running != null && running.isAlive()) {
      throw new IllegalStateException(name + " is running already");
    }
    ChildProcess process =
        ChildProcess.java(name, options.directory(), arguments, options.output().apply(name));
    processes.put(name, process);
    return process;
  }

  private static String nodeName(String id) {
    return NODE + id;
  }

  private static String managerName(int number) {
    return number == 1 ? MANAGER : MANAGER + "-" + number;
  }
}
