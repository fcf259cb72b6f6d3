package io.github.dfserver.manager.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.tls.TestAuthority.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a certificate or a key is said in a sentence that names the file. */
class IdentityTest {
  @TempDir static Path directory;

  private static TestAuthority authority;
  private static Issued ec;
  private static Issued rsa;

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority(directory, "ca");
    ec = authority.issue("CN=one");
    rsa = authority.issue("CN=two", "-keyalg", "RSA");
  }

  @Test
  void keysOfBothKindsAreRead() throws Exception {
    assertThat(read(ec.certificate(), ec.key()).key().getAlgorithm()).isEqualTo("EC");
    assertThat(read(rsa.certificate(), rsa.key()).key().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void theChainIsReadInItsOrder() throws Exception {
    Path chain = directory.resolve("chain.pem");
    Files.writeString(
        chain,
        "subject=one\n"
            + Files.readString(ec.certificate())
            + Files.readString(authority.certificate()));
    assertThat(read(chain, ec.key()).chain()).containsExactly(ec.chain());
    Path mixed = directory.resolve("mixed.pem");
    Files.writeString(
        mixed, Files.readString(ec.certificate()) + Files.readString(rsa.certificate()));
    refused(mixed, ec.key(), "mixed.pem", "not in order");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    Issued other = authority.issue("CN=three");
    refused(ec.certificate(), other.key(), "does not belong", other.key().toString(), "CN=one");
    refused(ec.certificate(), rsa.key(), rsa.key().toString(), "no EC key");
  }

  @Test
  void aCertificateThatIsNotValidNowIsRefused() throws Exception {
    Instant end = ec.chain()[0].getNotAfter().toInstant();
    assertThatThrownBy(() -> Identity.read(ec.certificate(), ec.key(), end.plusSeconds(1)))
        .isInstanceOf(TlsException.class)
        .hasMessageContainingAll(ec.certificate().toString(), "expired at", end.toString());
    Instant begin = ec.chain()[0].getNotBefore().toInstant();
    assertThatThrownBy(() -> Identity.read(ec.certificate(), ec.key(), begin.minusSeconds(1)))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("not valid before");
  }

  @Test
  void filesThatAreMissingOrSomethingElseAreNamed() throws Exception {
    Path missing = directory.resolve("missing.pem");
    refused(missing, ec.key(), "there is no file", "missing.pem");
    refused(ec.certificate(), missing, "there is no file", "missing.pem");
    refused(directory, ec.key(), directory.toString(), "cannot be read");
    refused(ec.key(), ec.key(), "no certificate in it");
    refused(ec.certificate(), ec.certificate(), "no private key in it");
  }

  @Test
  void anOlderOrEncryptedKeyIsRefusedWithWhatConvertsIt() throws Exception {
    for (String label : new String[] {"EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
      Path old = directory.resolve("old.key");
      Files.writeString(old, Files.readString(ec.key()).replace("PRIVATE KEY", label));
      refused(ec.certificate(), old, label, "openssl pkcs8 -topk8 -nodes -in " + old);
    }
  }

  @Test
  void noMessageTellsAnythingOfTheKey() throws Exception {
    Path damaged = directory.resolve("damaged.key");
    String text = Files.readString(ec.key());
    Files.writeString(damaged, text.replaceFirst("\n....", "\nAAAA"));
    assertThatThrownBy(() -> read(ec.certificate(), damaged))
        .isInstanceOf(TlsException.class)
        .hasNoCause()
        .hasMessageContaining("damaged.key");
  }

  private static Identity read(Path certificate, Path key) throws TlsException {
    return Identity.read(certificate, key, Instant.now());
  }

  private static void refused(Path certificate, Path key, String... words) {
    assertThatThrownBy(() -> read(certificate, key))
        .isInstanceOf(TlsException.class)
        .hasMessageContainingAll(words);
  }
}
