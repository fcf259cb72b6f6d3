package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes are emptied, unplugged, forgotten and lost, one after the other in one cluster. */
@TestMethodOrder(OrderAnnotation.class)
class DrainIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("drain", options -> options.withNodes("100", "101", "102", "103"));

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int LARGE = 300_000;
  private static final Map<String, byte[]> FILES = new TreeMap<>();

  @Test
  @Order(1)
  void aDrainedNodeHoldsNothingAndEveryFileIsReadable() throws Exception {
    for (int i = 0; i < 40; i++) {
      put("drain/" + i, Content.random(i, i % 10 == 0 ? LARGE : 100 + i));
    }
    assertThat(node("103").get("files")).isEqualTo(10L);

    assertThat(post("node/103/drain").json()).containsEntry("id", "103");
    awaitState("103", "drained");

    assertThat(new NodeTree(cluster().nodeDirectory("103")).files()).isEmpty();
    assertThat(node("103").get("files")).isEqualTo(0L);
    for (int i = 0; i < 6; i++) {
      assertThat(put("drain/more-" + i, Content.random(1000 + i, 50))).isNotEqualTo("103");
    }
    assertAllReadable();
  }

  @Test
  @Order(2)
  void aDrainSurvivesARestartOfTheManagerAndOfTheNode() throws Exception {
    cluster().manager().close();
    cluster().node("103").kill();
    cluster().launchManager();
    cluster().launchNode("103");
    awaitState("103", "drained");
  }

  @Test
  @Order(3)
  void aNodeThatHasFilesAgainIsNotDrained() throws Exception {
    for (int i = 0; i < 3; i++) {
      delete("node/103/drain");
      assertThat(put("drain/again-" + i, Content.random(2000 + i, 50))).isEqualTo("103");
      assertThat(post("node/103/drain").json()).containsEntry("state", "draining");
      awaitState("103", "drained");
      assertThat(new NodeTree(cluster().nodeDirectory("103")).files()).isEmpty();
    }
  }

  @Test
  @Order(4)
  void aDrainThatIsCalledOffLetsTheNodeFillAgain() throws Exception {
    assertThat(delete("node/103/drain").json()).containsEntry("state", "online");
    Await.until("node 103 to fill again", SOON, () -> ((long) node("103").get("files")) >= 11);
    assertAllReadable();
  }

  @Test
  @Order(5)
  void aNodeInUseIsNotForgotten() throws Exception {
    assertProblem(delete("node/103"), 409, 11);
    assertProblem(delete("node/103?lost=true"), 409, 11);
    assertProblem(delete("node/103?lost=maybe"), 400, 6);
    assertProblem(delete("node/999"), 404, 10);
    assertProblem(post("node/999/drain"), 404, 10);
    assertProblem(delete("node/999/drain"), 404, 10);
  }

  @Test
  @Order(6)
  void aDrainedNodeThatIsForgottenEndsWithASentence() throws Exception {
    post("node/103/drain");
    awaitState("103", "drained");
    ChildProcess process = cluster().node("103");
    assertThat(delete("node/103").status()).isEqualTo(204);
    assertProblem(api().getPath("node/103"), 404, 10);
    assertThat(process.awaitExit(SOON)).isEqualTo(1);
    assertAllReadable();
  }

  @Test
  @Order(7)
  void theFilesOfALostNodeAreMissingUntilTheyAreUploadedAgain() throws Exception {
    cluster().node("102").kill();
    awaitState("102", "offline");
    assertProblem(delete("node/102"), 409, 11);
    List<Map<String, Object>> held = api().getPath("node/102/file?limit=1000").objects("files");
    assertThat(held).isNotEmpty();

    assertThat(delete("node/102?lost=true").status()).isEqualTo(204);

    assertProblem(api().getPath("node/102"), 404, 10);
    Answer lost = api().getPath("node/102/file?state=missing&limit=1000");
    assertThat(lost.status()).as("%s", lost).isEqualTo(200);
    List<Map<String, Object>> missing = lost.objects("files");
    assertThat(ids(missing)).isEqualTo(ids(held));
    for (Map<String, Object> file : missing) {
      String name = (String) file.get("filename");
      assertProblem(api().get(name), 500, 12);
      assertProblem(api().put(name, new byte[] {1}), 409, 3);
      Answer restored =
          FILES.get(name).length == LARGE
              ? api()
                  .put(
                      name,
                      BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(FILES.get(name))))
              : api().put(name, FILES.get(name));
      assertThat(restored.status()).as("%s", restored).isEqualTo(201);
      assertThat(restored.json())
          .containsEntry("id", file.get("id"))
          .containsEntry("createdAt", file.get("createdAt"))
          .containsEntry("sha256", file.get("sha256"));
    }
    assertAllReadable();
  }

  @Test
  @Order(8)
  void aNewNodeTakesTheIdOfALostOneAndItsShareOfTheFiles() throws Exception {
    Directories.remove(cluster().nodeDirectory("102"));
    cluster().launchNode("102");
    cluster().awaitOnline("102");
    Await.until("even nodes", SOON, () -> spread() <= 1);
    assertAllReadable();
    for (String name : FILES.keySet()) {
      assertThat(api().delete(name).status()).isEqualTo(200);
    }
    for (String id : List.of("100", "101", "102")) {
      assertThat(new NodeTree(cluster().nodeDirectory(id)).files()).isEmpty();
    }
  }

  private static List<Object> ids(List<Map<String, Object>> files) {
    return files.stream().<Object>map(file -> file.get("id")).toList();
  }

  private static long spread() throws IOException, InterruptedException {
    return (long) api().balance().get("spread");
  }

  private static String put(String name, byte[] content) throws Exception {
    Answer answer = api().put(name, content);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    FILES.put(name, content);
    return (String) answer.json().get("node");
  }

  private static void assertAllReadable() throws Exception {
    for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
      Answer answer = api().get(file.getKey());
      assertThat(answer.status()).as("%s: %s", file.getKey(), answer).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(file.getValue());
    }
  }

  private static void awaitState(String id, String state) throws Exception {
    cluster().awaitState(id, state);
  }

  private static Map<String, Object> node(String id) throws IOException, InterruptedException {
    return api().getPath("node/" + id).json();
  }

  private static Answer post(String path) throws IOException, InterruptedException {
    FileApi api = api();
    return api.send(api.request(api.uri(path)).POST(BodyPublishers.noBody()).build());
  }

  private static Answer delete(String path) throws IOException, InterruptedException {
    FileApi api = api();
    return api.send(api.request(api.uri(path)).DELETE().build());
  }

  private static FileApi api() {
    return CLUSTER.api();
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }
}
