package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Json;
import io.github.dfserver.it.server.ManagerServer;
import io.github.dfserver.it.support.ClusterExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The EAR on WildFly; all other tests run the WAR there. */
@Tag("wildfly")
class WildFlyEarIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "wildfly-ear",
          options -> options.withNodes("100").withManagerOn(1, ManagerServer.of("wildfly-ear")));

  @Test
  void itServesWhatTheWarServes() throws Exception {
    ServedFiles.assertServed(CLUSTER.api());
  }

  @Test
  void itsLogIsJson() throws Exception {
    Path log = CLUSTER.cluster().options().directory().resolve("logs").resolve("manager.log");
    List<String> ours = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      // The JVM's own warnings come before the server has a log.
      if (line.startsWith("{")) {
        Map<String, Object> record = Json.object(line);
        if (record.get("loggerName").toString().startsWith("io.github.dfserver.")) {
          ours.add(record.get("message").toString());
        }
      }
    }
    assertThat(ours).anyMatch(message -> message.startsWith("The manager is ready: "));
  }
}
