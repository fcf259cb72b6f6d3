package io.github.dfserver.it.roundtrip;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.Output;
import io.github.dfserver.it.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Puts every file of the local Maven repository and of the running JDK on the server, reads each
 * back, lists all in order, deletes all, and looks at what is left: nothing.
 */
public final class Roundtrip {
  private Roundtrip() {}

  /**
   * Runs once.
   *
   * @param args {@code --url URL} uses that server, whose disks are then not looked at; otherwise a
   *     manager and three nodes are started with their data in a temporary directory. {@code --tree
   *     PREFIX=DIRECTORY}, any number of times, replaces the two trees.
   * @throws IllegalStateException when anything is not as it was put
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, TimeoutException {
    URI url = null;
    List<RealFile.Tree> trees = new ArrayList<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--url" -> url = URI.create(args[i + 1]);
        case "--tree" -> {
          int equals = args[i + 1].indexOf('=');
          trees.add(
              new RealFile.Tree(
                  args[i + 1].substring(0, equals), Path.of(args[i + 1].substring(equals + 1))));
        }
        default -> throw new IllegalArgumentException(args[i] + " is no option");
      }
    }
    if (trees.isEmpty()) {
      Path home = Path.of(System.getProperty("user.home"));
      trees.add(new RealFile.Tree("m2/", home.resolve(".m2/repository")));
      trees.add(new RealFile.Tree("jdk/", Path.of(System.getProperty("java.home"))));
    }
    List<RealFile> files = new ArrayList<>();
    Instant now = Instant.now();
    for (RealFile.Tree tree : trees) {
      files.addAll(tree.files(now.minusSeconds(60)));
    }
    if (url != null) {
      run(new FileApi(url), files, trees, List.of());
    } else {
      runOnOwnCluster(files, trees);
    }
  }

  private static void runOnOwnCluster(List<RealFile> files, List<RealFile.Tree> trees)
      throws IOException, InterruptedException, TimeoutException {
    Path directory = Files.createTempDirectory("dfs-roundtrip-");
    ClusterOptions options = ClusterOptions.of(directory, Ports.free(), Output.console(System.out));
    LocalCluster cluster = new LocalCluster(options);
    Thread stop = new Thread(cluster::close, "roundtrip-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try (cluster) {
      cluster.start();
      List<NodeTree> disks =
          options.nodes().stream().map(cluster::nodeDirectory).map(NodeTree::new).toList();
      run(cluster.api(), files, trees, disks);
    }
    Directories.remove(directory);
  }

  private static void run(
      FileApi api, List<RealFile> files, List<RealFile.Tree> trees, List<NodeTree> disks)
      throws IOException, InterruptedException {
    List<String> prefixes = trees.stream().map(RealFile.Tree::prefix).toList();
    RoundtripRun run = new RoundtripRun(api, files, prefixes, disks);
    List<String> problems = run.run();
    System.out.println(run.summary());
    if (!problems.isEmpty()) {
      problems.stream().limit(50).forEach(System.out::println);
      throw new IllegalStateException(problems.size() + " things are not as they should be");
    }
  }
}
