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
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The catalogue is lost, or the manager is given another one. */
class LostCatalogueIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("lost-catalogue", options -> options.withNodes("100", "101", "102"));

  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void everyFileComesBackUnderItsNameAndNothingIsGuessed() throws Exception {
    Map<String, Map<String, Object>> stored = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      String name = "folder " + i % 3 + "/ünï%" + i + ".txt";
      Answer answer = api().put(name, content(name), "Content-Type", "text/x-" + i);
      stored.put(name, answer.json());
    }
    assertThat(api().put("deleted", content("deleted")).status()).isEqualTo(201);
    assertThat(api().delete("deleted").status()).isEqualTo(200);
    long onDisk = onDisk();
    assertThat(onDisk).isEqualTo(12);

    cluster().node("102").kill();
    loseCatalogue();
    Await.until(
        "two nodes to wait for a word",
        LIMIT,
        () -> nodes(rebuild("GET", api()), "waiting").size() == 2);
    assertThat(cluster().node("100").isAlive()).isTrue();
    assertThat(api().names("")).isEmpty();
    assertThat(onDisk()).isEqualTo(onDisk);

    rebuild(api());
    Answer provisional = awaitRebuild(api(), "provisional");
    assertThat(nodes(provisional, "absent")).containsExactly("102");
    assertThat(provisional.json()).containsEntry("provisional", true);
    for (Map<String, Object> file : stored.values()) {
      boolean away = file.get("node").equals("102");
      assertThat(api().head((String) file.get("filename")).status()).isEqualTo(away ? 404 : 200);
    }

    cluster().launchNode("102");
    Answer complete = awaitRebuild(api(), "complete");
    assertThat(complete.json()).containsEntry("adopted", 12L).containsEntry("conflictCount", 0L);
    assertThat(nodes(complete, "done")).containsExactly("100", "101", "102");
    assertThat(api().list("limit", "1000").objects("files"))
        .containsExactlyInAnyOrderElementsOf(stored.values());
    for (String name : stored.keySet()) {
      assertThat(api().get(name).body()).isEqualTo(content(name));
    }
    assertProblem(api().get("deleted"), 404, 2);
    assertThat(onDisk()).isEqualTo(onDisk);

    twoFilesOfOneNameAreAConflict();
  }

  /** Goes on from there, since each loss takes a manager's start. */
  private static void twoFilesOfOneNameAreAConflict() throws Exception {
    Answer first = api().put("name", content("first"));
    String away = (String) first.json().get("node");
    cluster().node(away).kill();
    loseCatalogue();
    Await.until(
        "two nodes to wait for a word",
        LIMIT,
        () -> nodes(rebuild("GET", api()), "waiting").size() == 2);
    rebuild(api());
    awaitRebuild(api(), "provisional");
    Answer second = api().put("name", content("second"));
    assertThat(second.status()).isEqualTo(201);
    cluster().launchNode(away);
    Answer kept = awaitRebuild(api(), "complete");
    assertThat(kept.json()).containsEntry("conflictCount", 1L);
    assertThat(api().get("name").body()).isEqualTo(content("second"));

    loseCatalogue();
    Await.until(
        "three nodes to wait for a word",
        LIMIT,
        () -> nodes(rebuild("GET", api()), "waiting").size() == 3);
    rebuild(api());
    Answer conflict = awaitRebuild(api(), "complete");
    assertThat(conflict.json()).containsEntry("adopted", 12L).containsEntry("conflictCount", 1L);
    assertThat(conflict.objects("conflicts")).hasSize(1);
    Map<String, Object> name = conflict.objects("conflicts").get(0);
    assertThat(name).containsEntry("filename", "name");
    List<Object> claims =
        ((List<?>) name.get("copies"))
            .stream().<Object>map(copy -> ((Map<?, ?>) copy).get("id")).toList();
    assertThat(claims).containsExactlyInAnyOrder(first.json().get("id"), second.json().get("id"));
    assertProblem(api().get("name"), 404, 2);
    assertThat(onDisk()).isEqualTo(14);

    aNodeOfAnotherCatalogueIsRefused();
  }

  private static void aNodeOfAnotherCatalogueIsRefused() throws Exception {
    Path foreign = cluster().options().directory().resolve("foreign");
    cluster().node("102").kill();
    copy(cluster().nodeDirectory("102"), foreign);
    List<Path> files = new NodeTree(foreign).files();
    cluster().manager().kill();
    Directories.remove(cluster().managerDirectory());
    cluster().node("100").kill();
    cluster().node("101").kill();
    Directories.remove(cluster().nodeDirectory("100"));
    cluster().launchManager();
    cluster().launchNode("100");
    cluster().awaitOnline("100");
    assertThat(api().put("own", content("own")).status()).isEqualTo(201);
    try (ChildProcess rival = cluster().launchRival("102", foreign, "foreign")) {
      assertThat(rival.awaitExit(LIMIT)).isEqualTo(1);
    }
    assertThat(new NodeTree(foreign).files()).containsExactlyInAnyOrderElementsOf(files);
    assertThat(api().names("")).containsExactly("own");
  }

  private static void loseCatalogue() throws Exception {
    cluster().manager().kill();
    Directories.remove(cluster().managerDirectory().resolve("catalogue"));
    cluster().launchManager();
    cluster().awaitOnline();
  }

  /** Copies a directory in place of another one. */
  static void copy(Path from, Path to) throws IOException {
    Directories.remove(to);
    List<Path> tree;
    try (Stream<Path> walk = Files.walk(from)) {
      tree = walk.toList();
    }
    for (Path path : tree) {
      Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
  }

  static void rebuild(FileApi api) throws IOException, InterruptedException {
    assertThat(rebuild("POST", api).status()).isEqualTo(200);
  }

  private static Answer rebuild(String method, FileApi api)
      throws IOException, InterruptedException {
    return api.send(
        api.request(api.uri("catalogue/rebuild")).method(method, BodyPublishers.noBody()).build());
  }

  static Answer awaitRebuild(FileApi api, String state) throws Exception {
    Await.until(
        "the rebuild to be " + state,
        LIMIT,
        () -> rebuild("GET", api).json().get("state").equals(state));
    return rebuild("GET", api);
  }

  private static List<Object> nodes(Answer rebuild, String which) {
    return List.copyOf((List<?>) ((Map<?, ?>) rebuild.json().get("nodes")).get(which));
  }

  private static long onDisk() throws IOException {
    long files = 0;
    for (String id : cluster().options().nodes()) {
      files += new NodeTree(cluster().nodeDirectory(id)).files().size();
    }
    return files;
  }

  private static byte[] content(String name) {
    return Content.random(name.hashCode(), 1000);
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
