package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.FrontProxy;
import io.github.dfserver.it.support.MixedLoad;
import io.github.dfserver.it.support.OpenFiles;
import io.github.dfserver.it.support.ProxyProgram;
import io.github.dfserver.it.support.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two managers behind a proxy that is configured as {@code server-config/} says: neither nodes nor
 * clients know anything but the proxy, and no manager is told its own URL.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BehindProxy {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int MEBIBYTE = 1024 * 1024;

  private final ProxyProgram program;
  private final String name;
  private final UnaryOperator<ClusterOptions> change;
  private FrontProxy proxy;
  private LocalCluster cluster;
  private FileApi api;

  BehindProxy(ProxyProgram program) {
    this(program, program.command(), options -> options);
  }

  /** With a name and managers of their own. */
  BehindProxy(ProxyProgram program, String name, UnaryOperator<ClusterOptions> change) {
    this.program = program;
    this.name = name;
    this.change = change;
  }

  @BeforeAll
  void start() throws Exception {
    assumeTrue(
        program.isInstalled(),
        program.command() + " is not installed (Debian's package of that name)");
    ClusterOptions options =
        change.apply(
            ClusterExtension.twoManagers(ClusterExtension.options(name))
                .withSetting("dfs.trusted-proxies", "127.0.0.1")
                .withSetting("dfs.transfer-timeout", "10s"));
    proxy =
        FrontProxy.start(
            program,
            options.directory().resolve(program.command()),
            options.ports(),
            options.output().apply(program.command()));
    api = new FileApi(proxy.clients());
    for (String id : options.nodes()) {
      options = options.withNodeDialling(id, proxy.nodes());
    }
    cluster = new LocalCluster(options).start();
    awaitUsed(api);
  }

  /** The proxy has seen that the managers serve. */
  private static void awaitUsed(FileApi api) throws Exception {
    Await.until("the proxy to use the managers", SOON, () -> api.list().status() == 200);
  }

  @AfterAll
  void stop() {
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
      byte[] content = Content.random(i, i % 2 == 0 ? 5 * MEBIBYTE : 1000);
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
  void anOddNameIsTheSameBehindTheProxy() throws Exception {
    for (String name :
        List.of(
            "odd/100%.txt",
            "odd/%2e%2e/%2F",
            "odd/a#b?c+d&e;f:g*h|i<j>k",
            "odd/ leading and trailing spaces ",
            "odd/\ud83d\ude00.png",
            "odd/e\u0301\u0323 combining",
            "odd/..x/x..",
            "odd/relay/transfer/node-channel/metrics",
            "odd/" + "%".repeat(1020))) {
      byte[] content = Content.random(name.hashCode(), 100);
      assertThat(api.put(name, content).status()).as(name).isEqualTo(201);
      assertThat(api.get(name).body()).isEqualTo(content);
      assertThat(cluster.api(1).names(name)).contains(name);
      assertThat(api.delete(name).status()).isEqualTo(200);
    }
    for (String path : List.of("refused//x", "refused/./x", "refused/%2e%2e/x", "refused/")) {
      try (RawHttp raw = new RawHttp(proxy.clients().getPort())) {
        Answer answer =
            raw.head("PUT /file/" + path, "Content-Length: 0", "Connection: close").readAnswer();
        assertThat(answer.status()).as(path).isEqualTo(400);
        assertThat(answer.json()).as(path).containsEntry("errorCode", 6L);
      }
    }
  }

  @Test
  void anUploadReachesItsNodeWhileTheClientStillSends() throws Exception {
    byte[] content = Content.random(1, 12 * MEBIBYTE);
    int half = content.length / 2;
    try (RawHttp raw = new RawHttp(proxy.clients().getPort())) {
      raw.head("PUT /file/streamed/up", "Transfer-Encoding: chunked", "Connection: close");
      raw.chunk(java.util.Arrays.copyOf(content, half));
      Await.until("the first half to be on a node's disk", SOON, () -> staged() > half / 2);
      raw.chunk(java.util.Arrays.copyOfRange(content, half, content.length)).chunk(new byte[0]);
      assertThat(raw.readAnswer().status()).isEqualTo(201);
    }
    assertThat(api.get("streamed/up").body()).isEqualTo(content);
    assertThat(api.delete("streamed/up").status()).isEqualTo(200);
  }

  /** How many bytes lie in the nodes' staging directories. */
  private long staged() throws IOException {
    long bytes = 0;
    for (String id : cluster.options().nodes()) {
      try (Stream<Path> tree = Files.walk(cluster.nodeDirectory(id).resolve("staging"))) {
        for (Path path : tree.filter(Files::isRegularFile).toList()) {
          bytes += Files.size(path);
        }
      }
    }
    return bytes;
  }

  @Test
  void aDownloadIsNoFasterThanItsClient() throws Exception {
    byte[] content = new byte[64 * MEBIBYTE];
    Answer put = api.put("streamed/down", content);
    assertThat(put.status()).as("%s", put).isEqualTo(201);
    String node = (String) put.json().get("node");
    try (RawHttp raw = RawHttp.slowReader(proxy.clients().getPort())) {
      raw.head("GET /file/streamed/down", "Connection: close");
      assertThat(raw.readHead().status()).isEqualTo(200);
      // The manager cuts it, since nobody takes the bytes. A proxy that takes them all would have
      // them whole.
      Await.until("the node to send", SOON, () -> isSending(node));
      Await.until("the node to send no more", SOON, () -> !isSending(node));
      assertThat(lengthOfRest(raw)).isLessThan(content.length);
    }
    assertThat(api.delete("streamed/down").status()).isEqualTo(200);
  }

  private boolean isSending(String node) throws IOException {
    String files = cluster.nodeDirectory(node).resolve("files") + "/";
    return OpenFiles.of(cluster.node(node)).stream().anyMatch(file -> file.startsWith(files));
  }

  private static int lengthOfRest(RawHttp raw) {
    int length = 0;
    try {
      while (raw.read() >= 0) {
        length++;
      }
    } catch (IOException e) {
      return length; // a reset: it was cut, too
    }
    return length;
  }

  @Test
  void aRefusalIsSeenByAClientThatSendsALargeFile() throws Exception {
    assertThat(api.put("refused/large", new byte[1]).status()).isEqualTo(201);
    Answer again = api.put("refused/large", new byte[16 * MEBIBYTE]);
    assertThat(again.status()).as("%s", again).isEqualTo(409);
    assertThat(api.delete("refused/large").status()).isEqualTo(200);
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
    } finally {
      if (!cluster.manager(1).isAlive()) {
        cluster.launchManager(1);
      }
      cluster.awaitOnline("100", "101", "102");
    }
  }
}
