package io.github.dfserver.manager.metrics;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ClusterCatalog;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.ManagerCatalog;
import io.github.dfserver.manager.catalog.NodeCatalog;
import io.github.dfserver.manager.catalog.StrayCatalog;
import io.github.dfserver.manager.catalog.TombstoneCatalog;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A catalogue, of whichever adapter, each call of whose parts is timed until its stage completes.
 * Stages are handed on as they are. The parts are proxies: a method that is added to the port is
 * timed without a line here, and none can be forgotten.
 */
public final class TimedCatalog implements Catalog {
  private final Catalog catalog;
  private final FileCatalog files;
  private final NodeCatalog nodes;
  private final TombstoneCatalog tombstones;
  private final StrayCatalog strays;
  private final ManagerCatalog managers;
  private final ClusterCatalog cluster;

  /** Times an open catalogue, which it closes when it is closed. */
  public TimedCatalog(Catalog catalog, CatalogueMetrics metrics) {
    this.catalog = catalog;
    files = timed(FileCatalog.class, "files", catalog.files(), metrics);
    nodes = timed(NodeCatalog.class, "nodes", catalog.nodes(), metrics);
    tombstones = timed(TombstoneCatalog.class, "tombstones", catalog.tombstones(), metrics);
    strays = timed(StrayCatalog.class, "strays", catalog.strays(), metrics);
    managers = timed(ManagerCatalog.class, "managers", catalog.managers(), metrics);
    cluster = timed(ClusterCatalog.class, "cluster", catalog.cluster(), metrics);
  }

  private static <T> T timed(Class<T> port, String name, T part, CatalogueMetrics metrics) {
    Map<String, String> operations =
        Arrays.stream(port.getMethods())
            .map(Method::getName)
            .distinct()
            .collect(Collectors.toMap(Function.identity(), method -> name + "." + method));
    InvocationHandler timing =
        (proxy, method, arguments) -> {
          String operation = operations.get(method.getName());
          long began = System.nanoTime();
          Object answer = call(part, method, arguments);
          if (operation != null && answer instanceof CompletionStage<?> stage) {
            stage.whenComplete(
                (done, failure) ->
                    metrics.ended(operation, failure != null, System.nanoTime() - began));
          }
          return answer;
        };
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, timing));
  }

  private static Object call(Object part, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(part, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public FileCatalog files() {
    return files;
  }

  @Override
  public NodeCatalog nodes() {
    return nodes;
  }

  @Override
  public TombstoneCatalog tombstones() {
    return tombstones;
  }

  @Override
  public StrayCatalog strays() {
    return strays;
  }

  @Override
  public ManagerCatalog managers() {
    return managers;
  }

  @Override
  public ClusterCatalog cluster() {
    return cluster;
  }

  @Override
  public UUID clusterId() {
    return catalog.clusterId();
  }

  @Override
  public void close() {
    catalog.close();
  }
}
