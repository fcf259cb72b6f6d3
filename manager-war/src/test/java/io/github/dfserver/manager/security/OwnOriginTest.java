package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnOriginTest {
  private static final Networks PROXY = Networks.parse("10.0.0.1");

  private static boolean contains(Ask ask, String url) {
    return OwnOrigin.contains(ask.request(), url, PROXY);
  }

  @Test
  void itIsTheOneThatTheRequestWasSentTo() {
    Ask ask = Ask.from("127.0.0.1").with("Host", "localhost:8000");
    assertThat(contains(ask, "http://localhost:8000/")).isTrue();
    assertThat(contains(ask, "HTTP://LOCALHOST:8000/deep?x=y")).isTrue();
    for (String other :
        new String[] {
          "https://localhost:8000/",
          "http://localhost/",
          "http://127.0.0.1:8000/",
          "http://localhost:8000@evil.example/",
          "http://user@localhost:8000/",
          "http://localhost:8000.evil.example/",
          "http://localhost:8000/#x",
          "//localhost:8000/",
          "/",
          "javascript:alert(1)",
          "http://localhost:8000/\\",
        }) {
      assertThat(contains(ask, other)).as(other).isFalse();
    }
  }

  @Test
  void aTrustedProxySaysThatItIsHttps() {
    Ask ask =
        Ask.from("10.0.0.1")
            .with("Host", "files.example")
            .with("X-Forwarded-For", "192.0.2.1")
            .with("X-Forwarded-Proto", "https");
    assertThat(contains(ask, "https://files.example/")).isTrue();
    assertThat(contains(ask, "https://files.example:443/")).isTrue();
    assertThat(contains(ask, "http://files.example/")).isFalse();
  }

  @Test
  void anybodyElseDoesNot() {
    Ask ask =
        Ask.from("192.0.2.1")
            .with("Host", "files.example")
            .with("X-Forwarded-For", "192.0.2.1")
            .with("X-Forwarded-Proto", "https");
    assertThat(contains(ask, "https://files.example/")).isFalse();
    assertThat(contains(ask, "http://files.example/")).isTrue();
  }
}
