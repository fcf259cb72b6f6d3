package io.github.dfserver.manager.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class RelayRequestsTest {
  @Test
  void aHandshakeThatFailedSentNothing() {
    NodeUnavailableException unavailable =
        RelayRequests.unavailable(
            new CompletionException(new SSLHandshakeException("no such authority")));
    assertThat(unavailable.sent()).isFalse();
    assertThat(unavailable).hasMessageContaining("TLS failed: no such authority");
  }

  @Test
  void aConnectionThatBrokeLaterMayHaveSentTheCommand() {
    assertThat(RelayRequests.unavailable(new SSLException("closed in the midst")).sent()).isTrue();
  }
}
