package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes whose capacity is used up: 2 MB each. */
class FullDiskIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "full-disk",
          options -> options.withNodes("100", "101").withNodeArguments("--capacity", "2000000"));

  @Test
  void whenNoNodeHasRoomUploadsAreRefusedUntilSomethingIsDeleted() throws Exception {
    assertProblem(api().put("too-large-for-any", new byte[3_000_000]), 507, 8);
    Answer chunked =
        api()
            .put(
                "too-large-chunked",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3_000_000])));
    assertProblem(chunked, 507, 8);
    assertThat(api().get("too-large-for-any").status()).isEqualTo(404);
    assertThat(api().get("too-large-chunked").status()).isEqualTo(404);

    int stored = 0;
    byte[] content = Content.random(1, 300_000);
    Answer last = api().put("fill/0", content);
    while (last.status() == 201) {
      stored++;
      assertThat(stored).isLessThan(20);
      last = api().put("fill/" + stored, content);
    }
    assertProblem(last, 507, 8);
    assertThat(stored).isBetween(10, 12);
    for (int i = 0; i < stored; i++) {
      assertThat(api().get("fill/" + i).body()).isEqualTo(content);
    }

    assertThat(api().delete("fill/3").status()).isEqualTo(200);
    Await.until(
        "the space to be known as free",
        Duration.ofSeconds(15),
        () -> api().put("fill/again", content).status() == 201);
    assertThat(api().get("fill/again").body()).isEqualTo(content);
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
