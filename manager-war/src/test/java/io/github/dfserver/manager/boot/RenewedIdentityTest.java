package io.github.dfserver.manager.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.tls.TestAuthority;
import io.github.dfserver.tls.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewedIdentityTest {
  @TempDir Path directory;

  private final Moving clock = new Moving();

  /** A clock that a test moves. */
  private static final class Moving extends Clock {
    private Instant now = Instant.now();

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void aRenewedCertificateIsUsedAndABrokenOneIsNot() throws Exception {
    TestAuthority authority = new TestAuthority("ca");
    TestIdentity first = authority.issue("first");
    Instant now = clock.instant();
    TestIdentity second = authority.issue("RSA", "second", now, now.plus(Duration.ofDays(1)));
    Path certificate = directory.resolve("manager.pem");
    Path key = directory.resolve("manager.key");
    first.writeChain(certificate);
    first.writeKey(key);
    RenewedIdentity identity = new RenewedIdentity(certificate, key, clock);
    assertThat(shown(identity)).isEqualTo("CN=first EC");

    second.writeChain(certificate);
    clock.pass(RenewedIdentity.PERIOD);
    assertThat(shown(identity)).as("while the key is still to come").isEqualTo("CN=first EC");

    second.writeKey(key);
    assertThat(shown(identity)).as("before the time has come").isEqualTo("CN=first EC");
    clock.pass(RenewedIdentity.PERIOD);
    assertThat(shown(identity)).isEqualTo("CN=second RSA");

    Files.delete(key);
    clock.pass(RenewedIdentity.PERIOD);
    assertThat(shown(identity)).isEqualTo("CN=second RSA");
  }

  /** As a handshake asks. */
  private static String shown(RenewedIdentity identity) {
    String alias = identity.chooseEngineServerAlias("EC", null, null);
    String algorithm = identity.getPrivateKey(alias).getAlgorithm();
    return identity.getCertificateChain(alias)[0].getSubjectX500Principal() + " " + algorithm;
  }
}
