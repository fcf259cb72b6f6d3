package io.github.dfserver.it.cluster;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * One manager with the embedded catalogue and storage nodes, each a process of its own with data of
 * its own. Each can be killed, suspended and started again on the same data. Thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
  /** The name of the manager's process. */
  public static final String MANAGER = "manager";

  /** How long a process may take until it serves; generous, for busy machines. */
  private static final Duration STARTUP = Duration.ofMinutes(3);

  private final ClusterOptions options;
  private final Jars jars;
  private final FileApi api;
  private final Map<String, ChildProcess> processes = new ConcurrentHashMap<>();

  /**
   * Lays it out and starts nothing yet.
   *
   * @throws IllegalStateException when the jars are not built
   */
  public LocalCluster(ClusterOptions options) {
    this.options = options;
    this.jars = Jars.built();
    this.api = new FileApi(URI.create("http://127.0.0.1:" + options.port()));
  }

  /**
   * Starts all processes and waits until every node is online. When that fails, everything is
   * stopped again.
   *
   * @return this
   * @throws TimeoutException when they do not get ready
   * @throws ProcessEndedException when one ends instead
   */
  public LocalCluster start() throws IOException, TimeoutException, InterruptedException {
    boolean ready = false;
    try {
      launchManager();
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

  /** A client of the manager. */
  public FileApi api() {
    return api;
  }

  /** The manager's port on the loopback address. */
  public int port() {
    return options.port();
  }

  /** How it is laid out. */
  public ClusterOptions options() {
    return options;
  }

  /** The manager's process. */
  public ChildProcess manager() {
    return process(MANAGER);
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

  /** The manager's data directory. */
  public Path managerDirectory() {
    return options.directory().resolve(MANAGER);
  }

  /** Starts the manager, where it is not running, and does not wait. */
  public ChildProcess launchManager() throws IOException {
    List<String> arguments = new ArrayList<>(options.managerJvm());
    arguments.add("-Ddfs.data-dir=" + managerDirectory());
    options.settings().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    arguments.addAll(
        List.of("-jar", jars.manager().toString(), "--port", Integer.toString(options.port())));
    return launch(MANAGER, arguments);
  }

  /** Starts a node, where it is not running, and does not wait. */
  public ChildProcess launchNode(String id, String... moreArguments) throws IOException {
    return launch(nodeName(id), nodeArguments(id, nodeDirectory(id), moreArguments));
  }

  /**
   * Starts a further process for a node id, beside the one that may be running, on any data
   * directory. The caller closes it.
   */
  public ChildProcess launchRival(String id, Path data, String name) throws IOException {
    return ChildProcess.java(
        name, options.directory(), nodeArguments(id, data), options.output().apply(name));
  }

  /** Waits until the manager answers and says that these nodes are online. */
  public void awaitOnline(String... ids) throws TimeoutException, InterruptedException {
    for (String id : ids) {
      awaitState(id, "online");
    }
    if (ids.length == 0) {
      Await.until("the manager", STARTUP, () -> running(MANAGER) && api.nodes() != null);
    }
  }

  /** Waits until {@code GET /node} gives a node this state. */
  public void awaitState(String id, String state) throws TimeoutException, InterruptedException {
    boolean needsProcess = state.equals("online");
    Await.until(
        "node " + id + " to be " + state,
        STARTUP,
        () -> running(MANAGER) && (!needsProcess || running(nodeName(id))) && is(id, state));
  }

  /** Stops the nodes, then the manager, in order; kills what does not stop. */
  @Override
  public void close() {
    ChildProcess manager = processes.get(MANAGER);
    List<ChildProcess> nodes =
        processes.values().stream().filter(process -> process != manager).toList();
    nodes.forEach(ChildProcess::terminate);
    nodes.forEach(ChildProcess::close);
    if (manager != null) {
      manager.close();
    }
  }

  private boolean is(String id, String state) throws IOException, InterruptedException {
    return api.nodes().stream()
        .anyMatch(node -> node.get("id").equals(id) && node.get("state").equals(state));
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

  private List<String> nodeArguments(String id, Path data, String... more) {
    List<String> arguments = new ArrayList<>(options.nodeJvm());
    arguments.addAll(
        List.of(
            "-jar",
            jars.node().toString(),
            id,
            "--manager",
            "http://127.0.0.1:" + options.port(),
            "--data",
            data.toString()));
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
    return "node-" + id;
  }
}
