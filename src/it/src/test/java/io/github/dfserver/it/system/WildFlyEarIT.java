package io.github.dfserver.it.system;

import io.github.dfserver.it.server.ManagerServer;
import io.github.dfserver.it.support.ClusterExtension;
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
}
