package io.github.dfserver.it.system;

import io.github.dfserver.it.server.ManagerServer;
import io.github.dfserver.it.support.ProxyProgram;
import org.junit.jupiter.api.Tag;

/**
 * A manager on Payara Micro and one on WildFly, on one MongoDB behind one proxy, serve the same
 * files.
 */
@Tag("wildfly")
class MixedServersIT extends BehindProxy {
  MixedServersIT() {
    super(
        ProxyProgram.HAPROXY,
        "mixed",
        options ->
            options
                .withManagerOn(1, ManagerServer.of("payara-micro"))
                .withManagerOn(2, ManagerServer.of("wildfly")));
  }
}
