package io.github.dfserver.it.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.Output;
import io.github.dfserver.it.support.EchoBackend;
import io.github.dfserver.it.support.FrontProxy;
import io.github.dfserver.it.support.ProxyProgram;
import io.github.dfserver.it.support.RawHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the proxies of {@code server-config/} make of a request on its way to a manager. */
class ProxyRequestsIT {
  private static final Path DIRECTORY = Path.of("target", "it", "proxy-requests").toAbsolutePath();

  private EchoBackend first;
  private EchoBackend second;
  private FrontProxy proxy;

  @BeforeEach
  void startBackends() throws Exception {
    Directories.remove(DIRECTORY);
    first = new EchoBackend();
    second = new EchoBackend();
  }

  @AfterEach
  void stop() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
    first.close();
    second.close();
  }

  private void start(ProxyProgram program) throws Exception {
    assumeTrue(
        program.isInstalled(),
        program.command() + " is not installed (Debian's package of that name)");
    proxy =
        FrontProxy.start(
            program,
            DIRECTORY,
            List.of(first.port(), second.port()),
            Output.files(DIRECTORY).apply(program.command()));
    // haproxy gives a backend nothing before it has answered a check.
    Await.until(
        "the backends to be used",
        Duration.ofMinutes(1),
        () ->
            send("GET /ready").status() == 200
                && !first.heads().isEmpty()
                && !second.heads().isEmpty());
  }

  /** Its answer, or what came instead of one, over a connection of its own. */
  private Answer send(String requestLine, String... headers) throws Exception {
    return send(proxy.clients().getPort(), requestLine, new byte[0], headers);
  }

  private static Answer send(int port, String requestLine, byte[] body, String... headers)
      throws Exception {
    try (RawHttp raw = new RawHttp(port)) {
      List<String> all = new ArrayList<>(List.of(headers));
      all.add("Connection: close");
      return raw.head(requestLine, all.toArray(String[]::new)).bytes(body).readAnswer();
    }
  }

  private long dropped() {
    return first.heads().stream().filter(head -> head.contains("drop")).count()
        + second.heads().stream().filter(head -> head.contains("drop")).count();
  }

  @ParameterizedTest
  @CsvSource({
    "HAPROXY,PUT,0", "HAPROXY,PUT,5", "HAPROXY,PUT,200000", "HAPROXY,POST,5", "HAPROXY,DELETE,-1",
    "NGINX,PUT,0", "NGINX,PUT,5", "NGINX,PUT,200000", "NGINX,POST,5", "NGINX,DELETE,-1",
  })
  void aChangeThatAManagerMayHaveMadeIsNotSentAgain(ProxyProgram program, String method, int length)
      throws Exception {
    start(program);
    String[] headers = length < 0 ? new String[0] : new String[] {"Content-Length: " + length};
    Answer answer =
        send(
            proxy.clients().getPort(),
            method + " /file/drop",
            new byte[Math.max(0, length)],
            headers);
    assertThat(answer.status()).isEqualTo(502);
    assertThat(dropped()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aPathArrivesAsItWasSent(ProxyProgram program) throws Exception {
    start(program);
    for (String path :
        List.of(
            "/file/a%2Fb%2fc",
            "/file//a///b",
            "/file/a/../b/./c/..",
            "/file/%2e%2e/x/%2E",
            "/file/a%20b+c;d=e&f'(g)*!,:@~$",
            "/file/%e2%82%AC%25%3f%23",
            "/file/relay/transfer/metrics",
            "/file/..;/relay/1/x",
            "/file/" + "%C3%A9".repeat(512),
            "/file?prefix=%2F..%2F&after=a//b&x=/relay/")) {
      Answer answer = send("PUT " + path, "Content-Length: 0");
      assertThat(answer.text()).startsWith("PUT " + path + " HTTP/1.1\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotForClientsIsNotThere(ProxyProgram program) throws Exception {
    start(program);
    for (String path :
        List.of(
            "/relay/1/m/n",
            "/transfer/token",
            "/node-channel",
            "/metrics",
            "//relay/1/m/n",
            "/%72elay/1/m/n",
            "/RELAY/1",
            "/relay;x=1/1/m/n",
            "/./relay/1/m/n",
            "/node/../relay/1/m/n",
            "/node/..;/relay/1/m/n",
            "/filex/../metrics",
            "/x%2Fmetrics")) {
      assertThat(send("POST " + path, "Content-Length: 0").status()).as(path).isEqualTo(404);
    }
    assertThat(first.heads()).allMatch(head -> head.startsWith("GET /ready "));
    assertThat(second.heads()).allMatch(head -> head.startsWith("GET /ready "));
  }

  /** Payara takes its body for the next request, which may be another client's. */
  @ParameterizedTest
  @EnumSource
  void aTraceIsNotPassedOn(ProxyProgram program) throws Exception {
    start(program);
    byte[] hidden = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8);
    String length = "Content-Length: " + hidden.length;
    for (int port : List.of(proxy.clients().getPort(), proxy.nodes().getPort())) {
      assertThat(send(port, "TRACE /transfer/x", hidden, length).status()).isBetween(400, 499);
      assertThat(send(port, "TRACE /file/x", hidden, length).status()).isBetween(400, 499);
    }
    assertThat(first.heads()).noneMatch(head -> head.contains("TRACE") || head.contains("hidden"));
    assertThat(second.heads()).noneMatch(head -> head.contains("TRACE") || head.contains("hidden"));
  }

  /** After it, what a client says about itself would arrive as it was said. */
  @ParameterizedTest
  @EnumSource
  void noClientLeavesHttp1(ProxyProgram program) throws Exception {
    start(program);
    String[] toHttp2 = {
      "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMAAABk"
    };
    assertThat(send("GET /x", toHttp2).text()).startsWith("GET /x ").doesNotContain("h2c");
    int nodes = proxy.nodes().getPort();
    assertThat(send(nodes, "GET /node-channel", new byte[0], toHttp2).text())
        .startsWith("GET /node-channel ")
        .doesNotContain("h2c");
    assertThat(send(nodes, "GET /node-channel", new byte[0], "Upgrade: WebSocket").text())
        .containsPattern("(?i)\r\nUpgrade: websocket\r\n");
  }

  @ParameterizedTest
  @EnumSource
  void nodesReachTheirTwoPathsAndNothingElse(ProxyProgram program) throws Exception {
    start(program);
    int port = proxy.nodes().getPort();
    assertThat(send(port, "GET /node-channel", new byte[0]).status()).isEqualTo(200);
    assertThat(send(port, "GET /transfer/a-token_1", new byte[0]).status()).isEqualTo(200);
    for (String path : List.of("/file/x", "/node", "/relay/1/m/n", "/")) {
      assertThat(send(port, "GET " + path, new byte[0]).status()).as(path).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequestHasAnIdAndSaysWhoSentIt(ProxyProgram program) throws Exception {
    start(program);
    assertThat(send("GET /x").text())
        .containsPattern("(?i)\r\nX-Request-Id: [A-Za-z0-9._-]{32,64}\r\n");
    assertThat(send("GET /x", "X-Request-Id: of.the_client-1").text())
        .containsPattern("(?i)\r\nX-Request-Id: of\\.the_client-1\r\n");
    assertThat(send("GET /x", "X-Request-Id: forged\tline", "X-Forwarded-For: 10.9.8.7").text())
        .containsPattern("(?i)\r\nX-Request-Id: [A-Za-z0-9._-]{32,64}\r\n")
        .containsPattern("(?i)\r\nX-Forwarded-For: 127\\.0\\.0\\.1\r\n")
        .containsPattern("(?i)\r\nX-Forwarded-Proto: http\r\n")
        .doesNotContain("forged")
        .doesNotContain("10.9.8.7");
  }
}
