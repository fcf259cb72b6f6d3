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
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bytes go bad on a node's disk. */
class ScrubIT {
  private static final int SMALL = 5000;
  private static final int LARGE = 10 * 1024 * 1024;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("scrub", options -> options.withNodes("100"));

  @Test
  void aScrubFindsWhatIsDamagedAndTheSameBytesRestoreIt() throws Exception {
    byte[] content = Content.random(1, SMALL);
    byte[] large = Content.random(2, LARGE);
    Map<String, Object> was = upload("small.bin", content);
    Map<String, Object> largeWas = upload("large.bin", large);
    upload("good.bin", content);
    damage("small.bin", SMALL / 2);
    damage("large.bin", LARGE - 1);

    Answer begun =
        api()
            .send(api().request(api().uri("node/100/scrub")).POST(BodyPublishers.noBody()).build());
    assertThat(begun.status()).isEqualTo(200);
    assertThat(begun.json()).containsKey("scrub");
    awaitDamaged("large.bin", "small.bin");
    Await.until("the scrub to end", LIMIT, () -> scrub().get("running").equals(false));
    assertThat(scrub()).containsEntry("damaged", 2L).containsEntry("missing", 0L);
    assertProblem(api().get("small.bin"), 500, 12);
    assertProblem(api().get("large.bin"), 500, 12);
    assertThat(api().get("good.bin").body()).isEqualTo(content);

    assertProblem(api().put("small.bin", Content.random(3, SMALL)), 409, 3);
    assertThat(api().put("small.bin", content).json()).isEqualTo(was);
    assertThat(api().put("large.bin", large).json()).isEqualTo(largeWas);
    assertThat(api().get("small.bin").body()).isEqualTo(content);
    assertThat(api().get("large.bin").body()).isEqualTo(large);
    awaitDamaged();
    Await.until("the damaged copies to be gone", LIMIT, () -> onDisk().size() == 3);
  }

  @Test
  void aDamagedBlockIsNeverSent() throws Exception {
    byte[] large = Content.random(4, LARGE);
    upload("blocks.bin", large);
    damage("blocks.bin", LARGE / 2);
    // The damage is met first: an error.
    assertProblem(range("bytes=" + LARGE / 2 + "-" + (LARGE / 2 + 9)), 500, 12);
    // Everything before it is as it was.
    Answer before = range("bytes=0-99999");
    if (before.status() == 206) {
      assertThat(before.body()).isEqualTo(Arrays.copyOf(large, 100_000));
    } else {
      assertProblem(before, 500, 12); // it is known by now
    }
    awaitDamaged("blocks.bin");
    assertThat(api().delete("blocks.bin").status()).isEqualTo(200);
  }

  @Test
  void anAnswerThatMeetsDamageIsCutShort() throws Exception {
    upload("cut.bin", Content.random(5, LARGE));
    damage("cut.bin", LARGE - 1);
    assertThatThrownBy(() -> api().get("cut.bin")).isInstanceOf(IOException.class);
    awaitDamaged("cut.bin");
    assertProblem(api().get("cut.bin"), 500, 12);
    assertThat(api().delete("cut.bin").status()).isEqualTo(200);
  }

  private static Map<String, Object> upload(String name, byte[] content) throws Exception {
    Answer answer = api().put(name, content);
    assertThat(answer.status()).isEqualTo(201);
    return answer.json();
  }

  private static Answer range(String range) throws Exception {
    return api().get("blocks.bin", "Range", range);
  }

  /** Turns one bit. */
  private static void damage(String name, long at) throws IOException {
    Path file = onDisk().stream().filter(path -> path.endsWith(name)).findFirst().orElseThrow();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      channel.write(one, at);
    }
  }

  private static List<Path> onDisk() throws IOException {
    NodeTree tree = new NodeTree(cluster().nodeDirectory("100"));
    return tree.files().stream().map(path -> tree.root().resolve("files").resolve(path)).toList();
  }

  private static void awaitDamaged(String... names) throws Exception {
    Await.until(
        "damaged to be " + List.of(names),
        LIMIT,
        () ->
            api().getPath("node/100/file?state=damaged").objects("files").stream()
                .map(file -> (String) file.get("filename"))
                .toList()
                .equals(List.of(names)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> scrub() throws Exception {
    return (Map<String, Object>) api().getPath("node/100").json().get("scrub");
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
