package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.cluster.Ports;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.Haproxy;
import io.github.dfserver.it.support.MixedLoad;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two managers behind haproxy, which gives each connection to the next one: neither nodes nor
 * clients know anything but the proxy, and no manager is told its own URL.
 */
class ProxyIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  private static Haproxy proxy;
  private static LocalCluster cluster;
  private static FileApi api;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Haproxy.isInstalled(), "haproxy is not installed (Debian's package haproxy)");
    int port = Ports.free();
    URI url = URI.create("http://127.0.0.1:" + port + "/");
    api = new FileApi(url);
    ClusterOptions options = ClusterExtension.twoManagers(ClusterExtension.options("proxy"));
    for (String id : options.nodes()) {
      options = options.withNodeDialling(id, url);
    }
    proxy = Haproxy.start(options, port);
    cluster = new LocalCluster(options).start();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (proxy != null) {
      proxy.close();
    }
  }

  @Test
  void filesOfAnySizeGoThroughTheProxyBothWays() throws Exception {
    for (int i = 0; i < 12; i++) {
      byte[] content = Content.random(i, i % 2 == 0 ? 5 * 1024 * 1024 : 1000);
      Answer put = api.put("proxied/" + i, content);
      assertThat(put.status()).as("%s", put).isEqualTo(201);
      assertThat(api.get("proxied/" + i).body()).isEqualTo(content);
      assertThat(api.get("proxied/" + i).body()).isEqualTo(content);
    }
    assertThat(api.names("proxied/")).hasSize(12);
    for (int i = 0; i < 12; i++) {
      assertThat(api.delete("proxied/" + i).status()).isEqualTo(200);
    }
  }

  @Test
  void aManagerThatDiesBehindTheProxyTakesNothingWithIt() throws Exception {
    try (MixedLoad load = new MixedLoad(api, "behind/", 4)) {
      Await.until("load", SOON, () -> load.done() > 200);
      cluster.manager(1).kill();
      cluster.awaitOnline("100", "101", "102");
      long before = load.done();
      Await.until("work to go on", SOON, () -> load.done() > before + 200);
      load.stop().verify(api);
    }
    cluster.launchManager(1);
    cluster.awaitOnline("100", "101", "102");
  }
}
