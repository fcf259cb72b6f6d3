package io.github.dfserver.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code GET /node} and below. */
class NodesIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  @Test
  void everyNodeIsListedWithItsState() throws Exception {
    List<Map<String, Object>> nodes = api().nodes();
    assertThat(nodes).extracting(node -> node.get("id")).containsExactly("100", "101", "102");
    for (Map<String, Object> node : nodes) {
      assertThat(node)
          .containsKeys("id", "state", "files", "bytes", "freeBytes", "connectedSince", "lastSeen")
          .containsEntry("state", "online");
      assertThat((long) node.get("freeBytes")).isPositive();
      assertThat(Instant.parse((String) node.get("connectedSince")))
          .isBefore(Instant.now().plusSeconds(5));
      assertThat(Instant.parse((String) node.get("lastSeen")))
          .isAfter(Instant.now().minusSeconds(60));
    }
  }

  @Test
  void countsIncludeEveryAnsweredUploadAndDeleteAtOnce() throws Exception {
    byte[] content = new byte[12_345];
    for (int i = 0; i < 5; i++) {
      String name = "nodes/count/" + i;
      long files = sum("files");
      long bytes = sum("bytes");
      String home = (String) api().put(name, content).json().get("node");
      assertThat(sum("files")).isEqualTo(files + 1);
      assertThat(sum("bytes")).isEqualTo(bytes + content.length);
      assertThat(api().getPath("node/" + home).status()).isEqualTo(200);
      assertThat(api().delete(name).status()).isEqualTo(200);
      assertThat(sum("files")).isEqualTo(files);
      assertThat(sum("bytes")).isEqualTo(bytes);
    }
  }

  @Test
  void oneNodeIsDescribedAsInTheList() throws Exception {
    Answer answer = api().getPath("node/101");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).containsEntry("id", "101").containsEntry("state", "online");
    assertThat(answer.json().keySet())
        .containsExactlyInAnyOrderElementsOf(api().nodes().get(1).keySet());
  }

  @Test
  void uploadsGoToTheNodeWithTheFewestFiles() throws Exception {
    for (int i = 0; spread() > 0 || i < 6; i++) {
      assertThat(api().put("nodes/even/" + i, new byte[1]).status()).isEqualTo(201);
      assertThat(i).as("uploads until the counts are even").isLessThan(5000);
    }
    for (int i = 0; i < 9; i++) {
      assertThat(api().put("nodes/even/still/" + i, new byte[1]).status()).isEqualTo(201);
      assertThat(spread()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aNodesFilesAreThoseThatItsUploadsNamed() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String name = "nodes/files/" + i;
      if (api().put(name, new byte[1]).json().get("node").equals("102")) {
        expected.add(name);
      }
    }
    List<Map<String, Object>> files = new ArrayList<>();
    String after = "";
    while (after != null) {
      Answer page =
          api()
              .getPath(
                  "node/102/file?limit=3"
                      + (after.isEmpty()
                          ? ""
                          : "&after=" + io.github.dfserver.it.http.NamePath.parameter(after)));
      assertThat(page.status()).as("%s", page).isEqualTo(200);
      assertThat(page.objects("files")).hasSizeLessThanOrEqualTo(3);
      files.addAll(page.objects("files"));
      after = (String) page.json().get("next");
    }
    assertThat(files).allSatisfy(file -> assertThat(file).containsEntry("node", "102"));
    assertThat(files).extracting(file -> (String) file.get("filename")).containsAll(expected);
    assertThat((long) files.size()).isEqualTo(api().getPath("node/102").json().get("files"));
  }

  private static long spread() throws Exception {
    List<Long> counts = api().nodes().stream().map(node -> (Long) node.get("files")).toList();
    return counts.stream().mapToLong(Long::longValue).max().orElseThrow()
        - counts.stream().mapToLong(Long::longValue).min().orElseThrow();
  }

  private static long sum(String member) throws Exception {
    return api().nodes().stream().mapToLong(node -> (Long) node.get(member)).sum();
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
