package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.SlowClients;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients of one byte a second take nothing from others, whatever the server's thread pool. */
class SlowClientsIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "slow-clients",
          // They are to stay for as long as the test takes.
          options -> options.withSetting("dfs.min-transfer-rate", "0"));

  @Test
  void threeHundredSlowClientsDoNotStopOthers() throws Exception {
    slowClientsDoNotStopOthers(300);
  }

  @Test
  @Tag("full")
  void aThousandSlowClientsDoNotStopOthers() throws Exception {
    slowClientsDoNotStopOthers(1000);
  }

  private static void slowClientsDoNotStopOthers(int clients) throws Exception {
    String large = "slow/" + clients + "/download";
    assertThat(api().put(large, Content.random(1, 20_000_000)).status()).isEqualTo(201);
    try (SlowClients slow = new SlowClients(CLUSTER.cluster().port())) {
      for (int i = 0; i < clients; i += 4) {
        slow.upload("slow/" + clients + "/" + i, 1_000_000);
        slow.upload("slow/" + clients + "/" + (i + 1), 1000);
        slow.download(large);
        slow.download(large);
      }
      slow.start();
      slow.awaitBytes(3);

      for (int i = 0; i < 40; i++) {
        String name = "slow/" + clients + "/others/" + i;
        byte[] content = Content.random(i, i % 2 == 0 ? 4096 : 1_000_000);
        assertThat(api().put(name, content).status()).isEqualTo(201);
        assertThat(api().get(name).body()).isEqualTo(content);
        assertThat(api().delete(name).status()).isEqualTo(200);
      }
      assertThat(slow.broken()).isEmpty();
      // The default pool has 200 threads, fewer than there are slow clients: had each of them held
      // one, nobody else would have been served.
    }
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
