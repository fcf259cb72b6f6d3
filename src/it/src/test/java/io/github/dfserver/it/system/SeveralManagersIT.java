package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two managers on one MongoDB. Node 100 dials the first only, 101 the second only, and 102 both;
 * each manager serves all of them.
 */
class SeveralManagersIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("several-managers", SeveralManagersIT::layout);

  private static ClusterOptions layout(ClusterOptions options) {
    ClusterOptions two = ClusterExtension.twoManagers(options);
    return two.withNodeDialling("100", two.url(1)).withNodeDialling("101", two.url(2));
  }

  @Test
  void eachManagerServesTheNodesOfTheOther() throws Exception {
    Set<Object> nodes = new TreeSet<>();
    for (int size : new int[] {0, 10, 60_000, 5 * 1024 * 1024}) {
      for (int manager = 1; manager <= 2; manager++) {
        for (int i = 0; i < 6; i++) {
          nodes.add(roundTrip("shared/" + manager + "/" + size + "/" + i, size, manager));
        }
      }
    }
    // In which turn depends on when each manager counts what the other has changed.
    assertThat(nodes).hasSize(3);
    assertThat(api(1).names("shared/")).isEmpty();
  }

  /** Up at one manager, down at both, away at the other; gives the node. */
  private static Object roundTrip(String name, int size, int manager) throws Exception {
    FileApi here = api(manager);
    FileApi there = api(3 - manager);
    byte[] content = Content.random(size, size);
    Answer put = here.put(name, content);
    assertThat(put.status()).as("%s", put).isEqualTo(201);
    assertThat(there.put(name, content).status()).isEqualTo(409);
    for (FileApi api : List.of(here, there)) {
      assertThat(api.get(name).body()).isEqualTo(content);
      assertThat(api.names("shared/")).contains(name);
    }
    if (size > 20) {
      Answer part = there.get(name, "Range", "bytes=5-20");
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(content, 5, 21));
    }
    assertThat(there.delete(name).status()).isEqualTo(200);
    assertThat(here.get(name).status()).isEqualTo(404);
    return put.json().get("node");
  }

  @Test
  void bothManagersSayTheSameOfTheNodes() throws Exception {
    for (String id : cluster().options().nodes()) {
      Await.until(
          "the managers to agree",
          SOON,
          () -> {
            Answer one = api(1).getPath("node/" + id);
            Answer two = api(2).getPath("node/" + id);
            return one.json().get("connectedSince").equals(two.json().get("connectedSince"))
                && "online".equals(one.json().get("state"))
                && !Long.valueOf(0).equals(one.json().get("freeBytes"))
                && !Long.valueOf(0).equals(two.json().get("freeBytes"));
          });
    }
  }

  @Test
  void aNodeThatNobodyHasIsOfflineEverywhereAndComesBack() throws Exception {
    byte[] content = Content.random(7, 100);
    String name = "away/";
    int i = 0;
    while (!"100".equals(api(2).put(name + i, content).json().get("node"))) {
      i++;
    }
    cluster().node("100").kill();
    cluster().awaitState("100", "offline");
    assertProblem(api(2).get(name + i), 503, 4);
    assertProblem(api(2).delete(name + i), 503, 4);
    cluster().launchNode("100");
    cluster().awaitOnline("100");
    assertThat(api(2).get(name + i).body()).isEqualTo(content);
  }

  @Test
  void onlyManagersOfTheClusterHaveCommandsGiven() throws Exception {
    for (String credentials : List.of("", "Dfs-Manager ", "Dfs-Manager 00ff", "Basic eDp5")) {
      String path = "relay/1/00000000-0000-0000-0000-000000000000/100";
      var request = api(1).request(api(1).uri(path)).POST(BodyPublishers.ofString("x"));
      if (!credentials.isEmpty()) {
        request.header("Authorization", credentials);
      }
      assertProblem(api(1).send(request.build()), 403, 9);
    }
  }

  @Test
  void theCloneOfALiveNodeIsRefusedAtTheOtherManager() throws Exception {
    Path clone = Files.createTempDirectory("dfs-clone-");
    try {
      cluster().node("100").suspend();
      copy(cluster().nodeDirectory("100"), clone);
      cluster().node("100").resume();
      cluster().awaitOnline("100");
      assertRefused(clone, "clone");
      Directories.remove(clone);
      assertRefused(clone, "emptied");
    } finally {
      Directories.remove(clone);
    }
    byte[] content = Content.random(8, 100);
    assertThat(api(2).put("after-the-clone", content).status()).isEqualTo(201);
    assertThat(api(1).get("after-the-clone").body()).isEqualTo(content);
    assertThat(cluster().node("100").isAlive()).isTrue();
  }

  private static void assertRefused(Path data, String name) throws Exception {
    try (ChildProcess rival =
        cluster().launchRival("100", data, name, cluster().options().url(2))) {
      assertThat(rival.awaitExit(SOON)).isEqualTo(1);
    }
    String said =
        Files.readString(cluster().options().directory().resolve("logs/" + name + ".log"));
    assertThat(said).contains("100").doesNotContain("\tat ");
    cluster().awaitOnline("100");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }

  private static FileApi api(int manager) {
    return cluster().api(manager);
  }
}
