package io.github.dfserver.it.cluster;

import io.github.dfserver.it.server.ManagerServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a {@link LocalCluster} is laid out. Immutable.
 *
 * @param directory holds the managers' data in {@code manager}, {@code manager-2} and so on, and a
 *     node's in {@code files_ID}
 * @param ports the managers' ports, one a manager
 * @param mongodb the port of the catalogue's MongoDB, which several managers need; empty for the
 *     embedded catalogue
 * @param nodes the ids of the nodes that are started with the managers
 * @param dialled the managers, or proxies, that a node is given; a node that is not named here is
 *     given all managers
 * @param settings the managers' {@code dfs.*} settings
 * @param managerJvm options of the managers' JVMs
 * @param nodeJvm options of the nodes' JVMs
 * @param nodeArguments what follows a node's own arguments, for every node
 * @param servers what the managers run on, where that is not {@link ManagerServer#configured}
 * @param output gives the consumer of a process's lines by the process's name
 */
public record ClusterOptions(
    Path directory,
    List<Integer> ports,
    OptionalInt mongodb,
    List<String> nodes,
    Map<String, List<URI>> dialled,
    Map<String, String> settings,
    List<String> managerJvm,
    List<String> nodeJvm,
    List<String> nodeArguments,
    Map<Integer, ManagerServer> servers,
    Function<String, Consumer<String>> output) {

  private static final String TOKEN_FILE = "dfs.token-file";

  /** Copies the collections. */
  public ClusterOptions {
    ports = List.copyOf(ports);
    nodes = List.copyOf(nodes);
    dialled = Map.copyOf(dialled);
    settings = Map.copyOf(settings);
    managerJvm = List.copyOf(managerJvm);
    nodeJvm = List.copyOf(nodeJvm);
    nodeArguments = List.copyOf(nodeArguments);
    servers = Map.copyOf(servers);
    if (ports.isEmpty() || (ports.size() > 1 && mongodb.isEmpty())) {
      throw new IllegalArgumentException("several managers need a MongoDB: withMongodb");
    }
  }

  /** A manager and the nodes 100, 101 and 102 below this directory, as a user starts them. */
  public static ClusterOptions of(
      Path directory, int port, Function<String, Consumer<String>> output) {
    return new ClusterOptions(
        directory,
        List.of(port),
        OptionalInt.empty(),
        List.of("100", "101", "102"),
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        output);
  }

  /** The first manager's port. */
  public int port() {
    return ports.get(0);
  }

  /** The base URL of a manager, the first being number 1. */
  public URI url(int manager) {
    ManagerServer own = servers.get(manager);
    String root = own == null ? "/" : own.contextRoot();
    return URI.create("http://127.0.0.1:" + ports.get(manager - 1) + root);
  }

  /** What a node is given to dial. */
  List<URI> dialledBy(String node) {
    List<URI> all = new ArrayList<>();
    for (int manager = 1; manager <= ports.size(); manager++) {
      all.add(url(manager));
    }
    return dialled.getOrDefault(node, all);
  }

  /** With the catalogue in a MongoDB of its own on this port; see {@link MongodbServer}. */
  public ClusterOptions withMongodb(int port) {
    return with(ports, OptionalInt.of(port));
  }

  /** With further managers on these ports; after {@link #withMongodb}. */
  public ClusterOptions withMoreManagers(int... morePorts) {
    List<Integer> more = new ArrayList<>(ports);
    for (int port : morePorts) {
      more.add(port);
    }
    return with(more, mongodb);
  }

  private ClusterOptions with(List<Integer> newPorts, OptionalInt newMongodb) {
    return new ClusterOptions(
        directory,
        newPorts,
        newMongodb,
        nodes,
        dialled,
        settings,
        managerJvm,
        nodeJvm,
        nodeArguments,
        servers,
        output);
  }

  /** With these nodes instead. */
  public ClusterOptions withNodes(String... ids) {
    return with(List.of(ids), dialled, settings);
  }

  /** With a node that dials these managers or proxies only. */
  public ClusterOptions withNodeDialling(String id, URI... urls) {
    Map<String, List<URI>> more = new TreeMap<>(dialled);
    more.put(id, List.of(urls));
    return with(nodes, more, settings);
  }

  /** With one more setting of the managers. */
  public ClusterOptions withSetting(String key, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(key, value);
    return with(nodes, dialled, more);
  }

  /**
   * With tokens of clients and nodes, so that nobody gets in without: nodes are started with one,
   * and {@link LocalCluster#api} shows an administrator's.
   */
  public ClusterOptions withTokens() {
    return withSetting(TOKEN_FILE, directory.resolve("tokens").toString());
  }

  /** Where the tokens are; empty without any. */
  Optional<Path> tokenFile() {
    return Optional.ofNullable(settings.get(TOKEN_FILE)).map(Path::of);
  }

  private ClusterOptions with(
      List<String> newNodes, Map<String, List<URI>> newDialled, Map<String, String> newSettings) {
    return new ClusterOptions(
        directory,
        ports,
        mongodb,
        newNodes,
        newDialled,
        newSettings,
        managerJvm,
        nodeJvm,
        nodeArguments,
        servers,
        output);
  }

  /** With these options of the managers' JVMs added. */
  public ClusterOptions withManagerJvm(String... options) {
    return with(plus(managerJvm, options), nodeJvm, nodeArguments);
  }

  /** With these options of the nodes' JVMs added. */
  public ClusterOptions withNodeJvm(String... options) {
    return with(managerJvm, plus(nodeJvm, options), nodeArguments);
  }

  /** With these arguments of every node added. */
  public ClusterOptions withNodeArguments(String... arguments) {
    return with(managerJvm, nodeJvm, plus(nodeArguments, arguments));
  }

  private ClusterOptions with(
      List<String> newManagerJvm, List<String> newNodeJvm, List<String> newNodeArguments) {
    return new ClusterOptions(
        directory,
        ports,
        mongodb,
        nodes,
        dialled,
        settings,
        newManagerJvm,
        newNodeJvm,
        newNodeArguments,
        servers,
        output);
  }

  /** What a manager runs on. */
  ManagerServer server(int manager) {
    ManagerServer own = servers.get(manager);
    return own != null ? own : ManagerServer.configured();
  }

  /** With a manager on this server. */
  public ClusterOptions withManagerOn(int manager, ManagerServer server) {
    Map<Integer, ManagerServer> more = new TreeMap<>(servers);
    more.put(manager, server);
    return new ClusterOptions(
        directory,
        ports,
        mongodb,
        nodes,
        dialled,
        settings,
        managerJvm,
        nodeJvm,
        nodeArguments,
        more,
        output);
  }

  private static List<String> plus(List<String> list, String... more) {
    List<String> longer = new ArrayList<>(list);
    longer.addAll(List.of(more));
    return longer;
  }
}
