package io.github.dfserver.it.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.RawHttp;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Paths and requests that a proxy, a server and an application read differently: none of them does
 * what its sender may not do, and none is a fault of the server.
 */
class PathTricksIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String KEPT = "tricks/kept.txt";

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("path-tricks", options -> options.withTokens().withNodes("100"));

  private final List<String> faults = new ArrayList<>();
  private static String reader;
  private static String writer;

  /** Ways to say a path, to be put before or around one that is locked. */
  private static final List<String> TRICKS =
      List.of(
          "/%s",
          "//%s",
          "///%s",
          "/./%s",
          "/../%s",
          "/;/%s",
          "/;x=1/%s",
          "/%%2f%s",
          "/%%2e/%s",
          "/%%5c%s",
          "/\\%s",
          "/health/live/../../%s",
          "/health/live/..;/..;/%s",
          "/health/live;/../../%s",
          "/health/live/%%2e%%2e/%%2e%%2e/%s",
          "/health/live%%2f..%%2f..%%2f%s",
          "/health/live\\..\\..\\%s",
          "/health/live/..%%5c..%%5c%s",
          "/health/ready/.././../%s",
          "/health/live?/../../%s",
          "/health/live#/../../%s",
          "/health/live%%00/../../%s",
          "/relay/../%s",
          "/relay/..;/%s",
          "/relay/1/m/n/../../../../%s",
          "/relay;/../%s",
          "/relay/%%2e%%2e/%s",
          "/file/../%s",
          "/file/..;/%s",
          "/file;x=/../%s",
          "/file/x/../../%s",
          "/file/%%2e%%2e/%s",
          "/file/%%2e%%2e%%2f%s",
          "/file/%%252e%%252e/%s",
          "/file/..%%c0%%af%s",
          "/file/..%%ef%%bc%%8f%s",
          "/transfer/../%s",
          "/node-channel/../%s",
          "/WEB-INF/../%s",
          "http://localhost/%s",
          "http://localhost//%s",
          "http://evil.example/%s",
          "http://localhost@evil.example/%s",
          "https://localhost/%s",
          "/%s;",
          "/%s;jsessionid=1",
          "/%s/",
          "/%s//",
          "/%s/.",
          "/%s/x/..",
          "/%s%%20",
          "/%s%%09",
          "/%s.json",
          "/%s%%3b",
          "/%s?/health/live",
          "/%s#/health/live",
          "/%s/..;/health/live");

  private static final List<String> LOCKED =
      List.of(
          "node",
          "%6eode",
          "NODE",
          "balance/pause",
          "balance/%70ause",
          "node/100/drain",
          "catalogue/rebuild",
          "file/" + KEPT,
          "metrics",
          "openapi");

  @BeforeAll
  static void makeTokens() throws Exception {
    reader = CLUSTER.cluster().tokens().add("reader", "--role", "reader");
    writer = CLUSTER.cluster().tokens().add("writer", "--role", "writer");
    for (String token : List.of(reader, writer)) {
      FileApi api = new FileApi(CLUSTER.api().base()).withToken(token);
      Await.until("a token to be noticed", SOON, () -> api.list().status() == 200);
    }
    assertThat(CLUSTER.api().put(KEPT, "kept".getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(201);
  }

  @AfterEach
  void nothingHasHappened() throws Exception {
    assertThat(CLUSTER.api().balance()).containsEntry("paused", false);
    assertThat(CLUSTER.api().nodes())
        .singleElement()
        .satisfies(node -> assertThat(node).containsEntry("state", "online"));
    assertThat(CLUSTER.api().get(KEPT).text()).isEqualTo("kept");
    assertThat(CLUSTER.api().names("")).containsExactly(KEPT);
    assertThat(CLUSTER.api().getPath("catalogue/rebuild").json()).containsEntry("state", "none");
  }

  @Test
  void withoutATokenNoPathIsAnythingButAProbe() throws Exception {
    for (String target : targets()) {
      for (String method : List.of("GET", "POST", "DELETE")) {
        for (String answer : send(method, target, "").texts()) {
          if (!isHarmless(answer)) {
            faults.add(method + " " + target + ": " + answer);
          }
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  /** A probe's answer, or none that says anything. */
  private static boolean isHarmless(String answer) {
    return answer.startsWith("HTTP/1.1 3")
        || answer.startsWith("HTTP/1.1 4")
        || (answer.contains("\"status\"") && answer.contains("\"checks\""));
  }

  @Test
  void aReaderChangesNothing() throws Exception {
    for (String target : targets()) {
      for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "DeLETE")) {
        expectRefused(method, target, token(reader));
      }
    }
    assertThat(faults).isEmpty();
  }

  private void expectRefused(String method, String target, String headers) throws IOException {
    for (int status : send(method, target, headers).statuses()) {
      if (status < 300 || status >= 500) {
        faults.add(status + " for " + method + " " + target);
      }
    }
  }

  @Test
  void aWriterChangesNothingButFiles() throws Exception {
    for (String target : targets()) {
      if (target.contains("file/")) {
        continue; // what a writer may
      }
      for (String method : List.of("POST", "PUT", "DELETE")) {
        expectRefused(method, target, token(writer));
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void headersThatSomeServersObeyAreNotObeyed() throws Exception {
    for (String header :
        List.of(
            "X-HTTP-Method-Override: DELETE",
            "X-HTTP-Method: DELETE",
            "X-Method-Override: DELETE",
            "X-Original-URL: /health/live",
            "X-Rewrite-URL: /health/live",
            "X-Forwarded-Prefix: /health/live",
            "X-Original-Method: GET",
            "X-Forwarded-User: tests",
            "X-Remote-User: tests",
            "Remote-User: tests",
            "Proxy-auth-cert: x",
            "Cookie: JSESSIONID=1",
            "Authorization: Bearer x")) {
      for (String target : List.of("/file/" + KEPT, "/balance/pause", "/node")) {
        assertThat(send("GET", target, header + "\r\n").statuses())
            .as("GET %s %s", target, header)
            .containsExactly(401);
        assertThat(send("DELETE", target, header + "\r\n").statuses())
            .as("DELETE %s %s", target, header)
            .containsExactly(401);
      }
      if (!header.startsWith("Authorization")) {
        String both = header + "\r\n" + token(reader);
        assertThat(send("POST", "/balance/pause", both).statuses()).containsExactly(403);
        assertThat(send("GET", "/file/" + KEPT, both).statuses()).containsExactly(200);
      }
    }
    for (String target :
        List.of("/file/" + KEPT + "?_method=DELETE", "/file/" + KEPT + "?access_token=" + writer)) {
      assertThat(send("POST", target, "").statuses()).containsExactly(401);
    }
    // Two tokens: the better one may not be picked.
    String two = token(reader) + token(writer);
    assertThat(send("DELETE", "/file/" + KEPT, two).statuses()).allMatch(status -> status != 200);
  }

  @Test
  void whatIsNotMeantForClientsIsNotServed() throws Exception {
    String admin = token(CLUSTER.cluster().tokens().add("admin", "--role", "admin"));
    Await.until(
        "a token to be noticed", SOON, () -> send("GET", "/node", admin).statuses().contains(200));
    for (String path :
        List.of(
            "/WEB-INF/web.xml",
            "/WEB-INF/",
            "/web-inf/web.xml",
            "/WEB-INF/openapi/openapi.yaml",
            "/WEB-INF/error",
            "/META-INF/MANIFEST.MF",
            "/META-INF/../WEB-INF/web.xml",
            "/openapi/ui/../../WEB-INF/web.xml",
            "/openapi/ui/..%2f..%2fWEB-INF/web.xml",
            "/openapi/ui/%2e%2e/%2e%2e/WEB-INF/web.xml",
            "/openapi/ui/..;/..;/WEB-INF/web.xml",
            "/%57EB-INF/web.xml",
            "//WEB-INF/web.xml",
            "/./WEB-INF/web.xml",
            "/file/../WEB-INF/web.xml",
            "/x/%2e%2e/WEB-INF/web.xml")) {
      expectRefused("GET", path, admin);
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aRequestHiddenInAnotherIsNotLetIn() throws Exception {
    String hidden = "DELETE /file/" + KEPT + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String post = "POST /file HTTP/1.1\r\nHost: localhost\r\n" + token(writer);
    String length = "Content-Length: " + hidden.length() + "\r\n";
    for (String attack :
        List.of(
            post + "Content-Length: 0\r\n" + length + "\r\n" + hidden,
            post + length + "Content-Length: 0\r\n\r\n" + hidden,
            post + "Content-Length: 0, " + hidden.length() + "\r\n\r\n" + hidden,
            post + "Content-Length: +0\r\n\r\n" + hidden,
            post + "Content-Length: -1\r\n\r\n" + hidden,
            post + "Content-Length: 0x0\r\n\r\n" + hidden,
            post + "Content-Length: 99999999999999999999\r\n\r\n" + hidden,
            post + "Content-Length : 0\r\n\r\n" + hidden,
            post + length + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\n" + length + "\r\n0\r\n\r\n" + hidden,
            post + length + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden,
            post + length + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden,
            post + length + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + hidden,
            post + length + "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n" + hidden,
            post + length + " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
            post + length + "X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\n\r\n 0\r\n\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\n\r\n0;x\n\r\n\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + token(writer) + "\r\n" + hidden,
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n" + hidden,
            "GET /health/live HTTP/0.9\r\n\r\n" + hidden,
            "GET /health/live\r\n\r\n" + hidden,
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n" + hidden,
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n" + hidden,
            "GET  /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden)) {
      Answers answers = exchange(attack);
      assertThat(answers.statuses()).as(attack).allMatch(status -> status < 500);
      assertThat(CLUSTER.api().get(KEPT).status()).as(attack).isEqualTo(200);
    }
  }

  private static List<String> targets() {
    List<String> targets = new ArrayList<>();
    for (String trick : TRICKS) {
      for (String locked : LOCKED) {
        targets.add(trick.formatted(locked));
      }
    }
    return targets;
  }

  private static String token(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  private static Answers send(String method, String target, String headers) throws IOException {
    String length = method.equals("GET") ? "" : "Content-Length: 0\r\n";
    return exchange(
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + headers
            + length
            + "Connection: close\r\n\r\n");
  }

  /** What came until the server closed; nothing where it just closed. */
  private record Answers(List<String> texts) {
    List<Integer> statuses() {
      return texts.stream().map(text -> Integer.parseInt(text.substring(9, 12))).toList();
    }
  }

  private static Answers exchange(String bytes) throws IOException {
    List<String> answers = new ArrayList<>();
    try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
      raw.text(bytes);
      raw.endOutput();
      String all = new String(raw.readRest(), StandardCharsets.ISO_8859_1);
      for (String answer : all.split("(?=HTTP/1\\.[01] \\d{3})", -1)) {
        if (answer.startsWith("HTTP/1.")) {
          answers.add(answer);
        }
      }
    } catch (SocketException | EOFException e) {
      return new Answers(answers); // it would not even listen to the end
    }
    return new Answers(answers);
  }
}
