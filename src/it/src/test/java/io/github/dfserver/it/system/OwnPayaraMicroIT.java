package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.server.ManagerServer;
import io.github.dfserver.it.support.ClusterExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The WAR on a Payara Micro of one's own, with {@code server-config/payara-micro}. */
@Tag("payara-micro")
class OwnPayaraMicroIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "own-payara-micro",
          options ->
              options.withNodes("100").withManagerOn(1, ManagerServer.of("payara-micro-war")));

  @Test
  void itServesWhatTheRunnableJarServes() throws Exception {
    ServedFiles.assertServed(CLUSTER.api());
  }

  @Test
  void itLogsAsTheFileSays() throws Exception {
    Path log = CLUSTER.cluster().options().directory().resolve("logs").resolve("manager.log");
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.* INFO +.*The manager is ready: .*"));
  }
}
