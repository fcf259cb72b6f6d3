package io.github.dfserver.node.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.node.credentials.CredentialOptions.IdentityFiles;
import io.github.dfserver.tls.TestAuthority;
import io.github.dfserver.tls.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  @TempDir private Path directory;
  private TestAuthority authority;

  @BeforeEach
  void start() throws Exception {
    authority = new TestAuthority("Test CA");
  }

  // Tokens

  private static CredentialOptions tokenIn(Path file) {
    return new CredentialOptions(
        Optional.empty(), Optional.of(file), Optional.empty(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "a b", "a\nb", "=", "ä", "a=b", "a\"b"})
  void whatIsNoTokenIsRefusedWithoutBeingShown(String text) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), text);
    assertThatThrownBy(() -> Credentials.open(tokenIn(file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("token");
  }

  @Test
  void aTokenHas512CharactersAtMost() {
    assertThat(BearerToken.parse("a".repeat(512), "t")).isNotNull();
    assertThatThrownBy(() -> BearerToken.parse("a".repeat(513), "t"))
        .hasMessageContaining("1 to 512 characters")
        .hasMessageNotContaining("aaa");
    assertThat(BearerToken.parse("dfs_Az09-._~+/==", "t")).asString().doesNotContain("Az09");
  }

  @Test
  void aTokenFileThatIsGoneForAWhileServesOn() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "one\n");
    Credentials credentials = Credentials.open(tokenIn(file));
    assertThat(credentials.authorization()).contains("Bearer one");
    Files.delete(file);
    List<String> logged = logged(TokenFile.class, credentials::authorization, 3);
    assertThat(credentials.authorization()).contains("Bearer one");
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0)).contains("does not exist").doesNotContain("one\n");
    Files.writeString(file, "two");
    assertThat(credentials.authorization()).contains("Bearer two");
  }

  @Test
  void aTokenFileThatOthersReadIsWarnedOf() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "one\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(logged(TokenFile.class, () -> Credentials.open(tokenIn(file)), 1))
        .singleElement()
        .asString()
        .contains("is open to every user", "chmod o= " + file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(logged(TokenFile.class, () -> Credentials.open(tokenIn(file)), 1)).isEmpty();
  }

  private static List<String> logged(Class<?> by, Runnable action, int times) {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(by.getName());
    logger.addHandler(handler);
    try {
      for (int i = 0; i < times; i++) {
        action.run();
      }
    } finally {
      logger.removeHandler(handler);
    }
    return lines;
  }

  // Files of TLS

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static void assertRefused(
      Optional<Path> authorities, Optional<IdentityFiles> identity, String... sentences) {
    assertThatThrownBy(
            () ->
                Credentials.open(
                    new CredentialOptions(
                        Optional.empty(), Optional.empty(), authorities, identity)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(sentences);
  }

  @Test
  void wrongAuthoritiesAreRefusedInWords() throws Exception {
    assertRefused(Optional.of(directory.resolve("none")), Optional.empty(), "there is no file");
    assertRefused(Optional.of(write("empty", "")), Optional.empty(), "no certificate in it");
    assertRefused(
        Optional.of(write("broken", TestIdentity.pem("CERTIFICATE", new byte[] {1, 2}))),
        Optional.empty(),
        "broken certificate");
    assertRefused(Optional.of(directory), Optional.empty(), "cannot be read");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    Path chain = authority.issue("node").writeChain(directory.resolve("node.pem"));
    Path key = authority.issue("other").writeKey(directory.resolve("other.key"));
    assertRefused(
        Optional.empty(),
        Optional.of(new IdentityFiles(chain, key)),
        "does not belong to the first certificate in " + chain);
  }

  @Test
  void onlyNewVersionsAreSpokenAndNamesAreCompared() {
    SSLEngine engine = Credentials.none().tls().createSSLEngine("files.example", 443);
    assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    assertThat(engine.getUseClientMode()).isTrue();
    assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
  }

  @Test
  void filesAreReadAgainWhenTheyChangeAndOnlyThen() throws Exception {
    Path file = TestIdentity.write(directory.resolve("ca.pem"), List.of(authority.certificate()));
    Credentials credentials =
        Credentials.open(
            new CredentialOptions(
                Optional.empty(), Optional.empty(), Optional.of(file), Optional.empty()));
    SSLContext before = credentials.tls();
    assertThat(credentials.tls()).isSameAs(before);
    TestIdentity.write(
        file, List.of(authority.certificate(), new TestAuthority("The next CA").certificate()));
    SSLContext after = credentials.tls();
    assertThat(after).isNotSameAs(before);
    Files.writeString(file, "in the middle of being written");
    assertThat(credentials.tls()).isSameAs(after);
    assertThat(credentials.tls()).isSameAs(after);
  }
}
