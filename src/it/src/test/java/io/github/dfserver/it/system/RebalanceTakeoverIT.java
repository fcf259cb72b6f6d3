package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.OneDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One of two managers moves files; when it dies or stands still, the other one does. */
class RebalanceTakeoverIT {
  private static final Pattern TAKEN =
      Pattern.compile("This manager moves files from now on \\(term (\\d+)\\)");
  private static final int FILES = 300;
  private static final Duration TAKEOVER = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final TreeSet<String> JOINED = new TreeSet<>(List.of("100", "101", "102"));

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "rebalance-takeover",
          options ->
              ClusterExtension.twoManagers(options)
                  .withSetting("dfs.lease", "5s")
                  .withSetting("dfs.move-bandwidth", "256KiB"));

  @AfterEach
  void bringBack() throws Exception {
    for (int manager = 1; manager <= 2; manager++) {
      if (cluster().manager(manager).isAlive()) {
        cluster().manager(manager).resume();
      } else {
        cluster().launchManager(manager);
      }
    }
    cluster().awaitOnline(JOINED.toArray(String[]::new));
  }

  @Test
  void theOtherManagerGoesOnWhereAKilledOneMovedFiles() throws Exception {
    Map<String, byte[]> files = upload("killed/");
    int mover = joinAndAwaitMoves("103");
    cluster().manager(mover).kill();
    awaitTakeover(3 - mover);
    awaitEven(3 - mover);
    assertEachFileOnceWithItsBytes(files, 3 - mover);
  }

  @Test
  void aManagerThatSleptWhileAnotherTookOverMovesNothing() throws Exception {
    Map<String, byte[]> files = upload("slept/");
    int sleeper = joinAndAwaitMoves("104");
    int other = 3 - sleeper;
    cluster().manager(sleeper).suspend();
    awaitTakeover(other);
    awaitEven(other);
    Map<String, Object> homes = homes(files, other);
    long term = lastTerm(other);

    cluster().manager(sleeper).resume();
    cluster().awaitOnline(JOINED.toArray(String[]::new));
    awaitEven(sleeper);
    assertEachFileOnceWithItsBytes(files, sleeper);
    assertThat(homes(files, sleeper)).isEqualTo(homes);
    assertThat(lastTerm(sleeper)).as("the term of the one that slept").isLessThan(term);
  }

  private static Map<String, byte[]> upload(String prefix) throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < FILES; i++) {
      byte[] content = Content.random(i, 4000 + i);
      assertThat(api(1 + i % 2).put(prefix + i, content).status()).isEqualTo(201);
      files.put(prefix + i, content);
    }
    return files;
  }

  /** Gives the manager that moves files to the new node. */
  private static int joinAndAwaitMoves(String node) throws Exception {
    cluster().launchNode(node);
    cluster().awaitOnline(node);
    JOINED.add(node);
    await("files to move", () -> api(1).filesOf(node) > 0 && inFlight(1) > 0);
    return lastTerm(1) > lastTerm(2) ? 1 : 2;
  }

  private static void awaitTakeover(int manager) throws Exception {
    long before = lastTerm(3 - manager);
    Await.until("the other manager to take over", TAKEOVER, () -> lastTerm(manager) > before);
  }

  private static long inFlight(int manager) throws Exception {
    return (Long) api(manager).balance().get("movesInFlight");
  }

  private static void awaitEven(int manager) throws Exception {
    await("the nodes to be even", api(manager)::isEven);
  }

  private static Map<String, Object> homes(Map<String, byte[]> files, int manager)
      throws Exception {
    Map<String, Object> homes = new HashMap<>();
    for (String node : JOINED) {
      Answer page = api(manager).getPath("node/" + node + "/file?limit=1000");
      for (Map<String, Object> file : page.objects("files")) {
        if (files.containsKey((String) file.get("filename"))) {
          homes.put((String) file.get("filename"), node);
        }
      }
    }
    assertThat(homes).hasSameSizeAs(files);
    return homes;
  }

  private static void assertEachFileOnceWithItsBytes(Map<String, byte[]> files, int manager)
      throws Exception {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(api(manager).get(file.getKey()).body()).isEqualTo(file.getValue());
    }
    await("each file to be on one disk", () -> OneDisk.holds(cluster(), manager, JOINED));
  }

  /** The last term in which a manager had the right to move files; 0 when it never had it. */
  private static long lastTerm(int manager) throws IOException {
    String log = "logs/" + cluster().manager(manager).name() + ".log";
    Matcher taken = TAKEN.matcher(Files.readString(cluster().options().directory().resolve(log)));
    return taken.results().mapToLong(term -> Long.parseLong(term.group(1))).max().orElse(0);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    Await.until(what, SOON, condition);
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }

  private static FileApi api(int manager) {
    return cluster().api(manager);
  }
}
