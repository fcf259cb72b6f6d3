package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.RawHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many requests a second one client may send; a cluster of its own, which a flood empties. */
class RequestRateIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "request-rate", options -> options.withSetting("dfs.max-request-rate", "50"));

  private static final Duration SOON = Duration.ofMinutes(1);

  private static FileApi api() {
    return CLUSTER.api();
  }

  @Test
  void aFloodIsRefusedAndHealthChecksAreNot() throws Exception {
    // More at once than two seconds bring, and the time that they take.
    List<RawHttp> flood = new ArrayList<>();
    List<RawHttp.Head> heads = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        flood.add(new RawHttp(CLUSTER.cluster().port()));
      }
      for (RawHttp one : flood) {
        one.head("OPTIONS /file", "Connection: close");
      }
      for (RawHttp one : flood) {
        heads.add(one.readHead());
      }
    } finally {
      for (RawHttp one : flood) {
        one.close();
      }
    }
    assertThat(heads).anyMatch(head -> head.status() == 204);
    assertThat(heads)
        .filteredOn(head -> head.status() != 204)
        .isNotEmpty()
        .allSatisfy(
            head -> {
              assertThat(head.status()).isEqualTo(429);
              assertThat(head.headers()).containsEntry("retry-after", "1");
            });
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(api().getPath("health/live"));
    }
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    Await.until("the flood to be over", SOON, () -> api().head("limits/none").status() == 404);
  }
}
