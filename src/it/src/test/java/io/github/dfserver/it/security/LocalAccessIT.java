package io.github.dfserver.it.security;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A manager without credentials serves its own machine and nobody else, whatever is asked for. A
 * proxy at 127.0.0.2 is declared; the one at 127.0.0.1 is not.
 */
class LocalAccessIT {
  private static final String PROXY = "127.0.0.2";

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "local-access",
          options -> options.withNodes("100").withSetting("dfs.trusted-proxies", PROXY));

  private static final String HANDSHAKE =
      """
      GET /node-channel HTTP/1.1
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      """
          .replace("\n", "\r\n");

  private static final List<String> REQUESTS =
      List.of(
          "GET /node",
          "GET /file",
          "GET /file/x",
          "GET /openapi",
          "GET /metrics",
          "GET /events",
          "OPTIONS /file",
          "PUT /file/local/x",
          "DELETE /file/x",
          "POST /balance/pause",
          "GET /transfer/x",
          "POST /transfer/x");

  @AfterEach
  void nothingHasHappened() throws Exception {
    assertThat(CLUSTER.api().balance()).containsEntry("paused", false);
    assertThat(CLUSTER.api().names("local/")).isEmpty();
    CLUSTER.cluster().awaitOnline("100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost",
        "Host: LocalHost:PORT",
        "Host: 127.0.0.1",
        "Host: 127.0.0.1:PORT",
        "Host: 127.1.2.3",
        "Host: [::1]:PORT",
        "Host: localhost:PORT\r\nOrigin: http://localhost:PORT",
        "Host: localhost:PORT\r\nOrigin: http://127.0.0.1:PORT",
        "Host: localhost:PORT\r\nSec-Fetch-Site: same-origin",
        "Host: localhost:PORT\r\nSec-Fetch-Site: none",
      })
  void thisMachineIsServed(String headers) throws Exception {
    assertThat(ask("127.0.0.1", "GET /node", headers).status()).isEqualTo(200);
    assertThat(ask("127.0.0.1", "GET /transfer/x", headers).status()).isEqualTo(404);
    assertThat(handshake("127.0.0.1", headers)).isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: evil.example:PORT",
        "Host: localhost.evil.example",
        "Host: 127.0.0.1.evil.example",
        "Host: localhost.",
        "Host: 0.0.0.0",
        "Host: 127.1",
        "Host: 2130706433",
        "Host: 0x7f.0.0.1",
        "Host: 128.0.0.1",
        "Host: [::]",
        "Host: [2001:db8::1]",
      })
  void aStrangeNameThatPointsHereIsNotServed(String headers) throws Exception {
    assertRefused("127.0.0.1", headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: https://evil.example:PORT",
        "Origin: null",
        "Origin: http://localhost",
        "Origin: http://localhost:1",
        "Origin: http://localhost.evil.example:PORT",
        "Origin: http://localhost:PORT@evil.example",
        "Origin: http://localhost:PORT\r\nOrigin: http://evil.example",
        "Origin: file://",
        "Origin: chrome-extension://localhost:PORT",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: Cross-Site",
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: anything",
      })
  void anotherSitesPageIsNotServed(String headers) throws Exception {
    assertRefused("127.0.0.1", "Host: localhost:PORT\r\n" + headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded: for=127.0.0.1",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-For:",
        "x-forwarded-for: ::1",
        "X-Forwarded-Host: localhost",
        "X-Forwarded-Proto: http",
        "X-Forwarded-Port: 80",
        "X-Real-IP: 127.0.0.1",
        "Via: 1.1 proxy",
        "CF-Connecting-IP: 127.0.0.1",
        "True-Client-IP: 127.0.0.1",
      })
  void aProxyThatIsNotDeclaredIsNotServed(String headers) throws Exception {
    assertRefused("127.0.0.1", "Host: localhost\r\n" + headers);
    assertRefused("127.0.0.3", "Host: localhost\r\n" + headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 10.1.2.3",
        "X-Forwarded-For: 127.0.0.1, 10.1.2.3",
        "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: 10.1.2.3",
        "X-Forwarded-For: 10.1.2.3, 127.0.0.2",
        "X-Forwarded-For: 2001:db8::1",
        "X-Forwarded-For: [2001:db8::1]:80",
        "X-Forwarded-For: unknown",
        "X-Forwarded-For: localhost",
        "X-Forwarded-For: 127.0.0.1.evil.example",
        "X-Forwarded-For: 999.0.0.1",
        "X-Forwarded-For: 127.1",
        "X-Forwarded-For: [",
        "X-Forwarded-For: :::::",
        "X-Forwarded-For: ,",
        "X-Forwarded-For:",
        "Forwarded: for=127.0.0.1",
        "X-Real-IP: 127.0.0.1",
      })
  void aDeclaredProxysStrangersAreNotServed(String headers) throws Exception {
    assertRefused(PROXY, "Host: localhost\r\n" + headers);
  }

  @Test
  void aDeclaredProxysClientsOfThisMachineAreServed() throws Exception {
    String local = "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nVia: 1.1 p";
    assertThat(ask(PROXY, "GET /node", "Host: localhost\r\n" + local).status()).isEqualTo(200);
    String six = "X-Forwarded-For: [::1]:1234";
    assertThat(ask(PROXY, "GET /node", "Host: localhost\r\n" + six).status()).isEqualTo(200);
    assertRefused(PROXY, "Host: files.example\r\n" + local);
    assertRefused(PROXY, "Host: localhost\r\nOrigin: http://evil.example\r\n" + local);
  }

  @Test
  void withoutAHostOrWithTwoNobodyIsServed() throws Exception {
    for (String head :
        List.of(
            "GET /node HTTP/1.0\r\n",
            "GET /node HTTP/1.1\r\n",
            "GET /node HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n",
            "GET /node HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n",
            "GET /node HTTP/1.1\r\nHost: localhost, evil.example\r\n",
            "GET /node HTTP/1.1\r\nHost: evil.example@localhost\r\n",
            "GET /node HTTP/1.1\r\nHost: localhost/evil\r\n",
            "GET http://evil.example/node HTTP/1.1\r\nHost: evil.example\r\n")) {
      try (RawHttp raw = new RawHttp(port())) {
        int status = raw.text(head + "Connection: close\r\n\r\n").readHead().status();
        assertThat(status).as(head).isBetween(400, 499);
      }
    }
  }

  private static void assertRefused(String from, String headers) throws Exception {
    for (String request : REQUESTS) {
      Answer answer = ask(from, request, headers);
      assertProblem(answer, 401, 9);
      assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"dfs\"");
      assertThat(answer.json().get("detail").toString()).contains("own machine");
    }
    assertThat(handshake(from, headers)).isEqualTo(401);
    assertThat(ask(from, "GET /health/live", headers).status()).isEqualTo(200);
    assertThat(ask(from, "GET /health", headers).status()).isEqualTo(401);
    // The console's page is there for everybody, and learns that this is nobody.
    assertThat(ask(from, "GET /", headers).status()).isEqualTo(200);
    assertThat(ask(from, "GET /session", headers).json())
        .containsEntry("who", null)
        .containsEntry("role", null);
  }

  private static Answer ask(String from, String request, String headers) throws IOException {
    List<String> head = new ArrayList<>(List.of(request + " HTTP/1.1", real(headers)));
    if (!request.startsWith("GET")) {
      head.add("Content-Length: 0");
    }
    head.add("Connection: close\r\n\r\n");
    try (RawHttp raw = RawHttp.from(from, port())) {
      return raw.text(String.join("\r\n", head)).readAnswer();
    }
  }

  private static int handshake(String from, String headers) throws IOException {
    try (RawHttp raw = RawHttp.from(from, port())) {
      return raw.text(HANDSHAKE + real(headers) + "\r\n\r\n").readHead().status();
    }
  }

  private static String real(String headers) {
    return headers.replace("PORT", Integer.toString(port()));
  }

  private static int port() {
    return CLUSTER.cluster().port();
  }
}
