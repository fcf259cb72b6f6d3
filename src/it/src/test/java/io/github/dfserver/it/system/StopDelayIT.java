package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.FrontProxy;
import io.github.dfserver.it.support.PatientLoad;
import io.github.dfserver.it.support.ProxyProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Managers behind a proxy are restarted, and nobody tells the proxy: no read is put off. */
@Tag("payara-micro")
class StopDelayIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int TERMINATED = 128 + 15;

  @Test
  void aManagerThatIsToldToStopIsLeftByItsProxyFirst() throws Exception {
    ProxyProgram program = ProxyProgram.HAPROXY;
    assumeTrue(program.isInstalled(), "haproxy is not installed (Debian's package of that name)");
    ClusterOptions options =
        ClusterExtension.twoManagers(ClusterExtension.options("stop-delay"))
            .withSetting("dfs.trusted-proxies", "127.0.0.1")
            .withSetting("dfs.stop-delay", "5s");
    try (LocalCluster cluster = new LocalCluster(options).start();
        FrontProxy proxy =
            FrontProxy.start(
                program,
                options.directory().resolve("haproxy"),
                options.ports(),
                options.output().apply("haproxy"))) {
      FileApi api = new FileApi(proxy.clients());
      Await.until("the proxy to use the managers", SOON, () -> api.list().status() == 200);
      try (PatientLoad load = new PatientLoad(List.of(api), "stop-delay/", 4)) {
        goesOn(load);
        FileApi stopped = cluster.api(1);
        cluster.manager(1).terminate();
        Await.until(
            "the manager to say that it stops",
            SOON,
            () -> stopped.getPath("health/ready").text().contains("stopping"));
        assertThat(stopped.getPath("health/live").status()).isEqualTo(200);
        goesOn(load);
        assertThat(cluster.manager(1).awaitExit(SOON)).isEqualTo(TERMINATED);
        goesOn(load);
        assertThat(load.takePutOff()).isEmpty();
        cluster.launchManager(1);
        cluster.awaitOnline("100", "101", "102");
        goesOn(load);
        assertThat(load.takePutOff()).isEmpty();
        load.stop().verify(api);
      }
    }
  }

  private static void goesOn(PatientLoad load) throws Exception {
    long before = load.done();
    Await.until("the load to go on", SOON, () -> load.done() > before + 60);
    assertThat(load.failed()).isEmpty();
  }
}
