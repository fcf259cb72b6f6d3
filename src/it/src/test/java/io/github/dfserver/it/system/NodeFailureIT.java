package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes that die, stand still and come back. Two nodes; each test leaves both online. */
class NodeFailureIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("node-failure", options -> options.withNodes("100", "101"));

  private static final Duration FREED = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(60);

  @AfterEach
  void bringBack() throws Exception {
    for (String id : cluster().options().nodes()) {
      if (!cluster().node(id).isAlive()) {
        cluster().launchNode(id);
      }
    }
    cluster().awaitOnline("100", "101");
  }

  @Test
  void aFileOfAnOfflineNodeIsUnavailableAndNothingHappensToIt() throws Exception {
    byte[] content = Content.random(1, 5000);
    String name = uploadTo("101", "offline/", content);
    kill("101");

    Answer get = api().get(name);
    assertProblem(get, 503, 4);
    assertThat(get.header("Retry-After")).isPresent();
    Answer delete = api().delete(name);
    assertProblem(delete, 503, 4);
    assertThat(delete.header("Retry-After")).isPresent();
    assertProblem(api().put(name, content), 409, 3);
    assertThat(api().names("offline/")).contains(name);
    assertThat(api().getPath("node/101/file?limit=1000").objects("files"))
        .extracting(file -> file.get("filename"))
        .contains(name);
    assertThat(api().getPath("node/101").json()).containsEntry("state", "offline");
    assertThat(api().put("offline/elsewhere", content).json()).containsEntry("node", "100");

    restart("101");
    assertThat(api().get(name).body()).isEqualTo(content);
    assertThat(api().delete(name).status()).isEqualTo(200);
  }

  @Test
  void withoutAnyNodeAnUploadFindsNoServer() throws Exception {
    kill("100");
    kill("101");
    for (int size : new int[] {10, 200_000}) {
      Answer put = api().put("no-node/" + size, new byte[size]);
      assertProblem(put, 503, 1);
      assertThat(put.header("Retry-After")).isPresent();
    }
    assertThat(api().get("no-node/10").status()).isEqualTo(404);
    assertThat(api().list().status()).isEqualTo(200);
    restart("100");
    restart("101");
    assertThat(api().put("no-node/10", new byte[10]).status()).isEqualTo(201);
    assertThat(api().put("no-node/200000", new byte[10]).status()).isEqualTo(201);
  }

  @Test
  void aNodeKilledInMidUploadLeavesNothingAfterItsReturn() throws Exception {
    kill("101");
    String name = "killed/upload";
    try (RawHttp raw = new RawHttp(cluster().port())) {
      raw.head("PUT /file/" + name, "Content-Length: 5000000").bytes(Content.random(1, 1_000_000));
      Await.until("the upload to reach the node", SOON, () -> staged("100") > 0);
      kill("100");
      assertThat(api().get(name).status()).isEqualTo(404);
    }
    restart("100");
    Await.until(
        "the name to be free", FREED, () -> api().put(name, new byte[] {1}).status() == 201);
    assertThat(staged("100")).isZero();
    assertThat(api().get(name).body()).containsExactly(1);
  }

  @Test
  void anUploadWhoseNodeDiesIsAnsweredOrCut() throws Exception {
    kill("101");
    String name = "killed/answered";
    try (RawHttp raw = new RawHttp(cluster().port())) {
      raw.head("PUT /file/" + name, "Content-Length: 5000000").bytes(Content.random(1, 1_000_000));
      Await.until("the upload to reach the node", SOON, () -> staged("100") > 0);
      kill("100");
      try {
        raw.bytes(Content.random(2, 4_000_000));
        assertThat(raw.readHead().status()).isBetween(500, 599);
      } catch (IOException e) {
        assertThat(e).hasMessageNotContaining("timed out");
      }
    }
    assertThat(api().get(name).status()).isEqualTo(404);
  }

  @Test
  void aDownloadWhoseNodeDiesBreaksAndWorksAgainAfterItsReturn() throws Exception {
    byte[] content = Content.random(3, 40_000_000);
    String name = uploadTo("100", "killed/download-", content);
    try (RawHttp raw = RawHttp.slowReader(cluster().port())) {
      raw.head("GET /file/" + name);
      assertThat(raw.readHead().status()).isEqualTo(200);
      raw.readBody(100_000);
      kill("100");
      assertThatThrownBy(() -> raw.readBody(content.length - 100_000))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("timed out");
    }
    assertProblem(api().get(name), 503, 4);
    restart("100");
    assertThat(api().get(name).body()).isEqualTo(content);
    assertThat(api().delete(name).status()).isEqualTo(200);
  }

  @Test
  void everyAcknowledgedUploadSurvivesTheNodesDeath() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> uploads = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String name = "survive/" + i;
        uploads.add(() -> api().put(name, bytes(name)).status() == 201 ? name : null);
      }
      List<Future<String>> answers = new ArrayList<>();
      uploads.forEach(upload -> answers.add(workers.submit(upload)));
      answers.get(100).get();
      kill("100");
      List<String> stored = new ArrayList<>();
      for (Future<String> answer : answers) {
        if (answer.get() != null) {
          stored.add(answer.get());
        }
      }
      restart("100");
      assertThat(stored).hasSizeGreaterThan(100);
      for (String name : stored) {
        assertThat(api().get(name).body()).isEqualTo(bytes(name));
      }
      assertThat(api().names("survive/")).containsAll(stored);
      assertThat(new NodeTree(cluster().nodeDirectory("100")).overfull()).isEmpty();
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void aNodeThatStandsStillForAMomentLosesNothing() throws Exception {
    byte[] content = Content.random(4, 50_000);
    String name = uploadTo("100", "still/", content);
    ExecutorService client = Executors.newSingleThreadExecutor();
    try {
      cluster().node("100").suspend();
      Future<Answer> get = client.submit(() -> api().get(name));
      for (int i = 0; i < 5; i++) {
        assertThat(api().list().status()).isEqualTo(200);
      }
      cluster().node("100").resume();
      assertThat(get.get().body()).isEqualTo(content);
    } finally {
      cluster().node("100").resume();
      client.shutdownNow();
    }
  }

  @Test
  void aNodeToldToStopEndsInOrderAndIsOfflineAtOnce() throws Exception {
    cluster().node("101").terminate();
    assertThat(cluster().node("101").awaitExit(SOON)).isIn(0, 143);
    cluster().awaitState("101", "offline");
  }

  private static String uploadTo(String node, String prefix, byte[] content) throws Exception {
    for (int i = 0; ; i++) {
      Answer answer = api().put(prefix + i, content);
      assertThat(answer.status()).as("%s", answer).isEqualTo(201);
      if (answer.json().get("node").equals(node)) {
        return prefix + i;
      }
    }
  }

  private static void kill(String id) throws Exception {
    cluster().node(id).kill();
    cluster().awaitState(id, "offline");
  }

  private static void restart(String id) throws Exception {
    cluster().launchNode(id);
    cluster().awaitOnline(id);
  }

  private static int staged(String id) throws IOException {
    return new NodeTree(cluster().nodeDirectory(id)).stagedFiles().size();
  }

  private static byte[] bytes(String name) {
    return Content.random(name.hashCode(), 1000 + Math.floorMod(name.hashCode(), 150_000));
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
