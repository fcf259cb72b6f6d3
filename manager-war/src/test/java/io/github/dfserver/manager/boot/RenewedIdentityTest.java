package io.github.dfserver.manager.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.tls.TestAuthority;
import io.github.dfserver.manager.tls.TestAuthority.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private Instant now = Instant.now().plus(Duration.ofHours(1)); // after all is issued

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
    TestAuthority authority = new TestAuthority(directory, "ca");
    Issued first = authority.issue("CN=first");
    Issued second = authority.issue("CN=second", "-keyalg", "RSA");
    Path certificate = directory.resolve("manager.pem");
    Path key = directory.resolve("manager.key");
    Files.copy(first.certificate(), certificate);
    Files.copy(first.key(), key);
    RenewedIdentity identity = new RenewedIdentity(certificate, key, clock);
    assertThat(shown(identity)).isEqualTo("CN=first EC");

    Files.copy(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    clock.pass(RenewedIdentity.PERIOD);
    assertThat(shown(identity)).as("while the key is still to come").isEqualTo("CN=first EC");

    Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
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
