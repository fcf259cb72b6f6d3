package io.github.dfserver.it.support;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.Output;
import io.github.dfserver.it.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives a test class a running {@link LocalCluster}: either one of its own, or the one that all
 * classes share which leave its processes alone. Data and logs lie below {@code target/it}; when a
 * test fails, the ends of the logs are printed.
 */
public final class ClusterExtension
    implements BeforeAllCallback, AfterAllCallback, AfterTestExecutionCallback {
  /** {@code dfs.max-base64-size} of the shared cluster. */
  public static final int MAX_BASE64 = 1024 * 1024;

  /** {@code dfs.max-file-size} of the shared cluster. */
  public static final int MAX_FILE = 128 * 1024 * 1024;

  private static final String SHARED = "shared";
  private static final int LINES = 60;

  private final String name;
  private final UnaryOperator<ClusterOptions> change;
  private LocalCluster cluster;

  private ClusterExtension(String name, UnaryOperator<ClusterOptions> change) {
    this.name = name;
    this.change = change;
  }

  /** The cluster that is started once and stopped after the last class. */
  public static ClusterExtension shared() {
    return new ClusterExtension(
        SHARED,
        options ->
            options
                .withSetting("dfs.max-base64-size", Integer.toString(MAX_BASE64))
                .withSetting("dfs.max-file-size", Integer.toString(MAX_FILE)));
  }

  /** A cluster for one test class. */
  public static ClusterExtension own(String name, UnaryOperator<ClusterOptions> change) {
    return new ClusterExtension(name, change);
  }

  /** Two managers on one MongoDB, for {@link #own}. */
  public static ClusterOptions twoManagers(ClusterOptions options) {
    try {
      return options.withMongodb(Ports.free()).withMoreManagers(Ports.free());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The running cluster. */
  public LocalCluster cluster() {
    return cluster;
  }

  /** A client of its manager. */
  public FileApi api() {
    return cluster.api();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (!name.equals(SHARED)) {
      cluster = start();
      return;
    }
    ExtensionContext.Store store =
        context.getRoot().getStore(Namespace.create(ClusterExtension.class));
    cluster = store.get(SHARED, LocalCluster.class);
    if (cluster == null) {
      cluster = start();
      store.put(SHARED, cluster);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!name.equals(SHARED) && cluster != null) {
      cluster.close();
    }
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    if (context.getExecutionException().isPresent()) {
      printLogs(context.getDisplayName());
    }
  }

  /** How a new cluster of this name is laid out, below an emptied directory. */
  public static ClusterOptions options(String name) throws IOException {
    Path directory = Path.of("target", "it", name).toAbsolutePath();
    Directories.remove(directory);
    return ClusterOptions.of(directory, Ports.free(), Output.files(directory.resolve("logs")))
        .withManagerJvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m")
        .withNodeJvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m");
  }

  private LocalCluster start() throws Exception {
    ClusterOptions options = options(name);
    try {
      return new LocalCluster(change.apply(options)).start();
    } catch (Exception e) {
      printLogs("start of " + name);
      throw e;
    }
  }

  private void printLogs(String failed) throws IOException {
    Path logs = Path.of("target", "it", name, "logs");
    if (!Files.isDirectory(logs)) {
      return;
    }
    try (Stream<Path> files = Files.list(logs)) {
      for (Path log : files.sorted().toList()) {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        System.out.println("---- " + failed + ": the end of " + log);
        lines.stream().skip(Math.max(0, lines.size() - LINES)).forEach(System.out::println);
      }
    }
  }
}
