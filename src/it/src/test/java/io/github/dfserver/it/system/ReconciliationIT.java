package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is on a node's disk and what the catalogue says of it come apart. */
class ReconciliationIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "reconciliation",
          options -> options.withNodes("100").withSetting("dfs.reconcile-period", "1s"));

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void aFileThatSomebodyRemovedFromTheDiskIsMissingUntilItIsBack() throws Exception {
    byte[] content = Content.random(1, 1000);
    assertThat(api().put("lost.bin", content).status()).isEqualTo(201);
    assertThat(api().put("kept.bin", content).status()).isEqualTo(201);
    Path file = onDisk("lost.bin");
    Path aside = cluster().options().directory().resolve("lost.bin");
    Files.move(file, aside);
    awaitListed("missing", "lost.bin");

    assertProblem(api().get("lost.bin"), 500, 12);
    assertThat(api().head("lost.bin").status()).isEqualTo(500);
    assertThat(api().get("kept.bin").body()).isEqualTo(content);
    assertThat(names("damaged")).isEmpty();

    Files.move(aside, file);
    awaitListed("missing");
    assertThat(api().get("lost.bin").body()).isEqualTo(content);
    assertProblem(api().getPath("node/100/file?state=lost"), 400, 6);
    assertProblem(api().getPath("node/nobody/file?state=missing"), 404, 10);
  }

  @Test
  void whatAnOlderCatalogueDoesNotKnowIsKeptAndListedAndCanBeAdopted() throws Exception {
    byte[] content = Content.random(2, 1000);
    cluster().manager().kill();
    Path catalogue = cluster().managerDirectory().resolve("catalogue");
    Path older = cluster().options().directory().resolve("older");
    LostCatalogueIT.copy(catalogue, older);
    restart();
    Answer stored = api().put("newer.txt", content);
    assertThat(stored.status()).isEqualTo(201);

    cluster().manager().kill();
    LostCatalogueIT.copy(older, catalogue);
    restart();
    awaitListed("unknown", "newer.txt");
    assertProblem(api().get("newer.txt"), 404, 2);
    assertThat(Files.readAllBytes(onDisk("newer.txt"))).isEqualTo(content);

    LostCatalogueIT.rebuild(api());
    LostCatalogueIT.awaitRebuild(api(), "complete");
    assertThat(api().get("newer.txt").body()).isEqualTo(content);
    assertThat(api().list("prefix", "newer.txt").objects("files")).containsExactly(stored.json());
    awaitListed("unknown");
  }

  private static void restart() throws Exception {
    cluster().launchManager();
    cluster().awaitOnline("100");
  }

  private static void awaitListed(String state, String... expected) throws Exception {
    Await.until(
        state + " to be " + List.of(expected), LIMIT, () -> names(state).equals(List.of(expected)));
  }

  private static List<Object> names(String state) throws IOException, InterruptedException {
    return api().getPath("node/100/file?state=" + state).objects("files").stream()
        .map(file -> file.get("filename"))
        .toList();
  }

  private static Path onDisk(String name) throws IOException {
    NodeTree tree = new NodeTree(cluster().nodeDirectory("100"));
    return tree.files().stream()
        .filter(path -> path.endsWith(name))
        .map(path -> tree.root().resolve("files").resolve(path))
        .findFirst()
        .orElseThrow();
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
