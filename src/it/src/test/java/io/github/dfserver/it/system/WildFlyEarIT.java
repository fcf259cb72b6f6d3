package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.server.ManagerServer;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The EAR on WildFly; all other tests run the WAR there. */
@Tag("wildfly")
class WildFlyEarIT {
  /** More than what WildFly takes unless it is told otherwise. */
  private static final int LARGE = 12 * 1024 * 1024;

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "wildfly-ear",
          options -> options.withNodes("100").withManagerOn(1, ManagerServer.of("wildfly-ear")));

  @Test
  void itServesWhatTheWarServes() throws Exception {
    FileApi api = CLUSTER.api();
    for (int size : new int[] {0, 1000, LARGE}) {
      byte[] content = Content.random(size, size);
      assertThat(api.put("ear/" + size, content).status()).isEqualTo(201);
      assertThat(api.get("ear/" + size).body()).isEqualTo(content);
    }
    assertThat(api.names("ear/")).hasSize(3);
    assertThat(api.getPath("health/ready").status()).isEqualTo(200);
    assertThat(api.getPath("metrics").text()).contains("dfs_nodes");
    assertThat(api.getPath("openapi").text()).contains("openapi: 3.1");
    assertProblem(api.getPath("WEB-INF/web.xml"), 404, 6);
    assertThat(api.delete("ear/0").status()).isEqualTo(200);
    assertProblem(api.get("ear/0"), 404, 2);
  }
}
