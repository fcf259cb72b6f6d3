package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two managers on one MongoDB, and nodes that dial both. */
class SeveralManagersIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("several-managers", ClusterExtension::twoManagers);

  @Test
  void whatOneManagerTookTheOtherGivesListsAndDeletes() throws Exception {
    byte[] small = Content.random(1, 1000);
    byte[] large = Content.random(2, 300_000);
    assertThat(api(1).put("shared/small", small).status()).isEqualTo(201);
    assertThat(api(2).put("shared/large", large).status()).isEqualTo(201);

    assertThat(api(2).get("shared/small").body()).isEqualTo(small);
    assertThat(api(1).get("shared/large").body()).isEqualTo(large);
    assertThat(api(2).names("shared/")).containsExactly("shared/large", "shared/small");
    assertThat(api(2).put("shared/small", large).status()).isEqualTo(409);
    assertThat(api(2).delete("shared/small").status()).isEqualTo(200);
    assertThat(api(1).get("shared/small").status()).isEqualTo(404);
  }

  private static FileApi api(int manager) {
    return CLUSTER.cluster().api(manager);
  }
}
