package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAccessTest {
  private static Optional<String> denied(Ask ask) {
    ProxyChain from = ProxyChain.of(ask.request(), Networks.NONE);
    return LocalAccess.denied(ask.request(), from.address(), from.throughTrustedProxy());
  }

  private static Ask local() {
    return Ask.from("127.0.0.1").with("Host", "127.0.0.1:8000");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost",
    "127.0.0.1, LOCALHOST:8000",
    "127.8.9.1, 127.255.0.1:1",
    "0:0:0:0:0:0:0:1, [::1]:8000",
    "::ffff:127.0.0.1, 127.0.0.1",
    "0:0:0:0:0:0:0:1%lo, localhost"
  })
  void thisMachineIsLetIn(String peer, String host) {
    assertThat(denied(Ask.from(peer).with("Host", host))).isEmpty();
  }

  /** Servers may take either for the one that counts. */
  @Test
  void whoSendsTwoHostsIsNot() {
    assertThat(denied(local().with("Host", "evil.example"))).isPresent();
    assertThat(denied(Ask.from("127.0.0.1"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1", "192.168.1.1", "::2", "128.0.0.1", "unknown", "localhost", ""})
  void anotherMachineIsNot(String peer) {
    assertThat(denied(Ask.from(peer).with("Host", "localhost"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost.",
        "127.0.0.256",
        "127.1",
        "2130706433",
        "0.0.0.0",
        "localhost:0",
        "localhost:65536",
        "localhost:8000:1",
        "user@localhost",
        "[::1",
        "[::2]",
        " localhost",
        ""
      })
  void aNameThatOnlyPointsHereIsNot(String host) {
    assertThat(denied(Ask.from("127.0.0.1").with("Host", host))).isPresent();
  }

  @Test
  void withoutHostNobodyIs() {
    assertThat(denied(Ask.from("127.0.0.1"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forwarded", "x-forwarded-for", "X-Forwarded-Host", "X-Real-IP", "Via"})
  void whatAProxyForwardsIsNot(String header) {
    assertThat(denied(local().with(header, "127.0.0.1"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "http://127.0.0.1:8001",
        "https://127.0.0.1",
        "http://127.0.0.1",
        "null",
        "",
        "file://",
        "chrome-extension://127.0.0.1:8000",
        "http://127.0.0.1:8000@evil.example"
      })
  void aPageOfAnotherOriginIsNot(String origin) {
    assertThat(denied(local().with("Origin", origin))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8000", "http://localhost:8000", "ws://127.0.0.1:8000"})
  void aPageOfOurOwnIs(String origin) {
    assertThat(denied(local().with("Origin", origin))).isEmpty();
  }

  @Test
  void fetchMetadataCounts() {
    assertThat(denied(local().with("Sec-Fetch-Site", "same-origin"))).isEmpty();
    assertThat(denied(local().with("Sec-Fetch-Site", "none"))).isEmpty();
    assertThat(denied(local().with("Sec-Fetch-Site", "cross-site"))).isPresent();
    assertThat(denied(local().with("Sec-Fetch-Site", "same-site"))).isPresent();
    assertThat(denied(local().with("Sec-Fetch-Site", "whatever"))).isPresent();
    assertThat(denied(local().with("Sec-Fetch-Site", "none").with("Sec-Fetch-Site", "cross-site")))
        .isPresent();
  }
}
