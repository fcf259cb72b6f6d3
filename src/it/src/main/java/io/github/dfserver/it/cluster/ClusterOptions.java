package io.github.dfserver.it.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a {@link LocalCluster} is laid out. Immutable.
 *
 * @param directory holds the manager's data in {@code manager} and a node's in {@code files_ID}
 * @param port the manager's port
 * @param nodes the ids of the nodes that are started with the manager
 * @param settings the manager's {@code dfs.*} settings
 * @param managerJvm options of the manager's JVM
 * @param nodeJvm options of the nodes' JVMs
 * @param nodeArguments what follows a node's own arguments, for every node
 * @param output gives the consumer of a process's lines by the process's name
 */
public record ClusterOptions(
    Path directory,
    int port,
    List<String> nodes,
    Map<String, String> settings,
    List<String> managerJvm,
    List<String> nodeJvm,
    List<String> nodeArguments,
    Function<String, Consumer<String>> output) {

  /** Copies the collections. */
  public ClusterOptions {
    nodes = List.copyOf(nodes);
    settings = Map.copyOf(settings);
    managerJvm = List.copyOf(managerJvm);
    nodeJvm = List.copyOf(nodeJvm);
    nodeArguments = List.copyOf(nodeArguments);
  }

  /** A manager and the nodes 100, 101 and 102 below this directory, as a user starts them. */
  public static ClusterOptions of(
      Path directory, int port, Function<String, Consumer<String>> output) {
    return new ClusterOptions(
        directory,
        port,
        List.of("100", "101", "102"),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        output);
  }

  /** With these nodes instead. */
  public ClusterOptions withNodes(String... ids) {
    return new ClusterOptions(
        directory, port, List.of(ids), settings, managerJvm, nodeJvm, nodeArguments, output);
  }

  /** With one more setting of the manager. */
  public ClusterOptions withSetting(String key, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(key, value);
    return new ClusterOptions(
        directory, port, nodes, more, managerJvm, nodeJvm, nodeArguments, output);
  }

  /** With these options of the manager's JVM added. */
  public ClusterOptions withManagerJvm(String... options) {
    return new ClusterOptions(
        directory,
        port,
        nodes,
        settings,
        plus(managerJvm, options),
        nodeJvm,
        nodeArguments,
        output);
  }

  /** With these options of the nodes' JVMs added. */
  public ClusterOptions withNodeJvm(String... options) {
    return new ClusterOptions(
        directory,
        port,
        nodes,
        settings,
        managerJvm,
        plus(nodeJvm, options),
        nodeArguments,
        output);
  }

  /** With these arguments of every node added. */
  public ClusterOptions withNodeArguments(String... arguments) {
    return new ClusterOptions(
        directory,
        port,
        nodes,
        settings,
        managerJvm,
        nodeJvm,
        plus(nodeArguments, arguments),
        output);
  }

  private static List<String> plus(List<String> list, String... more) {
    List<String> longer = new ArrayList<>(list);
    longer.addAll(List.of(more));
    return longer;
  }
}
