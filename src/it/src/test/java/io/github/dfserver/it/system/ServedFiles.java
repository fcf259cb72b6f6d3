package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.Content;

/** A short walk through what a manager promises on every server. */
final class ServedFiles {
  /** More than what WildFly takes unless it is told otherwise. */
  private static final int LARGE = 12 * 1024 * 1024;

  private ServedFiles() {}

  static void assertServed(FileApi api) throws Exception {
    for (int size : new int[] {0, 1000, LARGE}) {
      byte[] content = Content.random(size, size);
      assertThat(api.put("served/" + size, content).status()).isEqualTo(201);
      assertThat(api.get("served/" + size).body()).isEqualTo(content);
    }
    assertThat(api.names("served/")).hasSize(3);
    assertThat(api.getPath("health/ready").text()).contains("\"status\":\"UP\"", "\"node");
    assertThat(api.getPath("metrics").text()).contains("dfs_nodes{state=\"online\"} 1");
    assertThat(api.getPath("openapi").text()).contains("openapi: 3.1");
    assertProblem(api.getPath("WEB-INF/web.xml"), 404, 6);
    assertThat(api.getPath("node").header("Server")).isEmpty();
    assertThat(api.delete("served/0").status()).isEqualTo(200);
    assertProblem(api.get("served/0"), 404, 2);
  }
}
