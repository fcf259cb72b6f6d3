package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.support.ClusterExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A data directory belongs to one node, and a node id to one data directory. */
class NodeIdentityIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final AtomicInteger RIVALS = new AtomicInteger();

  @Test
  void aSecondProcessOnTheSameDataIsRefused() throws Exception {
    assertRefused("100", cluster().nodeDirectory("100"));
  }

  @Test
  void aSecondLiveNodeOfTheSameIdIsRefused() throws Exception {
    Path other = Files.createTempDirectory("dfs-rival-");
    try {
      assertRefused("100", other);
    } finally {
      Directories.remove(other);
    }
  }

  @Test
  void anotherIdOnANodesDataIsRefused() throws Exception {
    Path other = Files.createTempDirectory("dfs-rival-");
    try {
      assertRefused("100", other);
      assertRefused("777", other);
    } finally {
      Directories.remove(other);
    }
  }

  private static void assertRefused(String id, Path data) throws Exception {
    String name = "rival-" + RIVALS.incrementAndGet();
    try (ChildProcess rival = cluster().launchRival(id, data, name)) {
      assertThat(rival.awaitExit(SOON)).isEqualTo(1);
    }
    String said =
        Files.readString(cluster().options().directory().resolve("logs/" + name + ".log"));
    assertThat(said).isNotBlank().doesNotContain("\tat ").contains(id);
    assertThat(cluster().node("100").isAlive()).isTrue();
    cluster().awaitOnline("100");
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }
}
