package io.github.dfserver.benchmark.server;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/** A manager and its storage nodes. */
public final class ProductServer implements Server {
  private final LocalCluster cluster;

  private ProductServer(LocalCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts them and waits until every node is online. */
  public static ProductServer start(ClusterOptions options)
      throws IOException, TimeoutException, InterruptedException {
    return new ProductServer(new LocalCluster(options).start());
  }

  /** Its processes. */
  public LocalCluster cluster() {
    return cluster;
  }

  @Override
  public int port() {
    return cluster.port();
  }

  @Override
  public Map<String, List<Long>> processes() {
    List<Long> nodes =
        cluster.options().nodes().stream().map(id -> cluster.node(id).pid()).toList();
    return new TreeMap<>(Map.of("manager", List.of(cluster.manager().pid()), "nodes", nodes));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
