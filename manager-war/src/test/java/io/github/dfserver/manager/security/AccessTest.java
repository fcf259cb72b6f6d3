package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.security.Caller.Means;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
  @ParameterizedTest
  @CsvSource({
    "GET, /health/live, PUBLIC",
    "HEAD, /health/ready, PUBLIC",
    "POST, /health/live, ADMIN",
    "GET, /health, READER",
    "GET, /health/live/, READER",
    "GET, /health/live/../../file/x, READER",
    "GET, /file, READER",
    "GET, /file/a/b, READER",
    "OPTIONS, /file/a, READER",
    "PUT, /file/a, WRITER",
    "POST, /file, WRITER",
    "DELETE, /file/a, WRITER",
    "PROPFIND, /file/a, WRITER",
    "GET, /files, READER",
    "PUT, /files, ADMIN",
    "POST, /link, READER",
    "DELETE, /link, ADMIN",
    "GET, /node, READER",
    "POST, /node/100/drain, ADMIN",
    "DELETE, /node/100, ADMIN",
    "POST, /balance/pause, ADMIN",
    "POST, /catalogue/rebuild, ADMIN",
    "GET, /metrics, READER",
    "GET, /openapi, READER",
    "GET, /transfer/x, NODE",
    "POST, /transfer/x, NODE",
    "GET, /node-channel, NODE",
    "POST, /relay/1/x/100, MANAGER",
    "GET, /, ANYBODY",
    "POST, /, ADMIN",
    "GET, //, READER",
    "GET, //console/app.js, READER",
    "GET, /console/app.js, ANYBODY",
    "GET, /console, ANYBODY",
    "PUT, /console/app.js, ADMIN",
    "GET, /consoles, READER",
    "GET, /session, ANYBODY",
    "POST, /session, ADMIN",
    "POST, /session/oidc, ANYBODY",
    "POST, /session/oidc/, ADMIN",
    "DELETE, /session/oidc, ADMIN",
    "GET, /session/other, READER",
    "GET, /events, READER",
    "GET, /history, READER",
    "GET, '', READER",
    "get, /health/live, ADMIN",
    "TRACE, /file, WRITER"
  })
  void eachPathNeedsWhatItNeeds(String method, String path, Access expected) {
    assertThat(Access.of(method, path)).isEqualTo(expected);
  }

  @Test
  void aRoleIncludesTheLesserOnes() {
    Caller writer = Caller.client("w", Means.TOKEN, Role.WRITER);
    assertThat(Access.READER.permits(writer)).isTrue();
    assertThat(Access.WRITER.permits(writer)).isTrue();
    assertThat(Access.ADMIN.permits(writer)).isFalse();
    assertThat(Access.NODE.permits(writer)).isFalse();
  }

  @Test
  void aNodeIsNoClientAndNobodyIsNothing() {
    Caller node = Caller.node("n", Means.TOKEN, NodeScope.of("100"));
    assertThat(Access.NODE.permits(node)).isTrue();
    assertThat(Access.READER.permits(node)).isFalse();
    assertThat(Access.READER.permits(Caller.ANONYMOUS)).isFalse();
    assertThat(Access.PUBLIC.permits(Caller.ANONYMOUS)).isTrue();
    Caller without = new Caller("u", Means.OIDC, Optional.empty(), NodeScope.NONE);
    assertThat(Access.READER.permits(without)).isFalse();
  }

  @Test
  void aNodesScopeIsItsOwnIdOrAll() {
    assertThat(NodeScope.of("100").covers("100")).isTrue();
    assertThat(NodeScope.of("100").covers("1000")).isFalse();
    assertThat(NodeScope.ANY.covers("1000")).isTrue();
    assertThat(NodeScope.NONE.covers("100")).isFalse();
  }
}
