package io.github.dfserver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a certificate or a key is said in a sentence that names the file. */
class IdentityTest {
  private final Instant now = Instant.now();
  @TempDir private Path directory;

  private TestAuthority authority;
  private TestIdentity issued;
  private Path certificate;
  private Path key;

  @BeforeEach
  void issue() throws Exception {
    authority = new TestAuthority("ca");
    issued = authority.issue("one");
    certificate = issued.writeChain(directory.resolve("one.pem"));
    key = issued.writeKey(directory.resolve("one.key"));
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }

  private void assertRefused(Path certificate, Path key, Instant at, String... words) {
    assertThatThrownBy(() -> Identity.read(certificate, key, at))
        .isInstanceOf(TlsException.class)
        .hasMessageContainingAll(words);
  }

  private void assertRefused(Path certificate, Path key, String... words) {
    assertRefused(certificate, key, now, words);
  }

  @ParameterizedTest
  @CsvSource({"EC, EC", "RSA, RSA", "Ed25519, EdDSA"})
  void keysOfTheUsualKindsAreGood(String algorithm, String kind) throws Exception {
    TestIdentity own = authority.issue(algorithm, "own", now, now.plus(Duration.ofHours(1)));
    Identity read =
        Identity.read(
            own.writeChain(directory.resolve("own.pem")),
            own.writeKey(directory.resolve("own.key")),
            now.plusSeconds(1));
    assertThat(read.chain()).isEqualTo(own.chain());
    assertThat(read.chain().get(0).getPublicKey().getAlgorithm()).isEqualTo(kind);
    assertThat(read.key()).isEqualTo(own.key());
    assertThat(read.keyManagers()).isNotEmpty();
  }

  @Test
  void aChainOutOfOrderIsRefused() throws Exception {
    X509Certificate other = authority.issue("two").chain().get(0);
    Path mixed =
        TestIdentity.write(directory.resolve("mixed.pem"), List.of(issued.chain().get(0), other));
    assertRefused(mixed, key, "mixed.pem", "not in order");
  }

  @ParameterizedTest
  @CsvSource({"EC, does not belong", "RSA, no EC key", "Ed25519, no EC key"})
  void aKeyOfAnotherCertificateIsRefused(String algorithm, String words) throws Exception {
    TestIdentity other = authority.issue(algorithm, "other", now, now.plusSeconds(60));
    Path others = other.writeKey(directory.resolve("other.key"));
    assertRefused(certificate, others, words, others.toString());
  }

  @Test
  void aCertificateThatIsNotValidNowIsRefused() {
    Instant end = issued.chain().get(0).getNotAfter().toInstant();
    assertRefused(
        certificate, key, end.plusSeconds(1), certificate.toString(), "expired at " + end);
    Instant begin = issued.chain().get(0).getNotBefore().toInstant();
    assertRefused(certificate, key, begin.minusSeconds(1), "not valid before " + begin);
  }

  @Test
  void filesThatAreMissingOrSomethingElseAreNamed() throws Exception {
    Path missing = directory.resolve("missing.pem");
    assertRefused(missing, key, "there is no file", "missing.pem");
    assertRefused(certificate, missing, "there is no file", "missing.pem");
    assertRefused(directory, key, directory.toString(), "cannot be read");
    assertRefused(key, key, "no certificate in it");
    assertRefused(certificate, certificate, "no private key in it");
    assertRefused(write("empty", ""), key, "no certificate in it");
    assertRefused(
        write("broken", TestIdentity.pem("CERTIFICATE", new byte[] {1, 2})),
        key,
        "broken certificate");
  }

  @ParameterizedTest
  @CsvSource({
    "RSA PRIVATE KEY, openssl pkcs8 -topk8 -nodes -in",
    "EC PRIVATE KEY, openssl pkcs8 -topk8 -nodes -in",
    "ENCRYPTED PRIVATE KEY, openssl pkey -in",
    "PUBLIC KEY, no private key in it",
    "PRIVATE KEY, no EC key",
  })
  void keysOfAnotherFormAreRefusedWithWhatConvertsThem(String label, String words)
      throws Exception {
    Path other = write("other.key", TestIdentity.pem(label, new byte[] {1, 2, 3}));
    assertRefused(certificate, other, words, other.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "=", "*"})
  void noMessageTellsAnythingOfTheKey(String damage) throws Exception {
    Path damaged =
        write("damaged.key", Files.readString(key).replaceFirst("\n....", "\n" + damage));
    assertThatThrownBy(() -> Identity.read(certificate, damaged, now))
        .isInstanceOf(TlsException.class)
        .hasNoCause()
        .hasMessageContaining("damaged.key");
  }
}
