package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.tls.Authorities;
import io.github.dfserver.tls.TestAuthority;
import io.github.dfserver.tls.TestAuthority.Usage;
import io.github.dfserver.tls.TestIdentity;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthenticatorTest {
  @TempDir static Path directory;

  private static TestAuthority authority;
  private static CertificateAuthenticator authenticator;

  @BeforeAll
  static void trust() throws Exception {
    authority = new TestAuthority("nodes");
    Path file = TestIdentity.write(directory.resolve("ca.pem"), List.of(authority.certificate()));
    authenticator = new CertificateAuthenticator(Optional.of(Authorities.read(file)));
  }

  @Test
  void aCertificateMakesItsHolderOneNode() throws Exception {
    Caller caller = authenticate(authority.issue("CN=dfs-node:100").chain()).orElseThrow();
    assertThat(caller.means()).isEqualTo(Means.CERTIFICATE);
    assertThat(caller.name()).isEqualTo("dfs-node:100");
    assertThat(caller.role()).isEmpty();
    assertThat(caller.nodes()).isEqualTo(NodeScope.of("100"));
  }

  @Test
  void otherPartsOfTheSubjectDoNotCount() throws Exception {
    assertThat(authenticate(authority.issue("CN=dfs-node:a, O=Files, C=DE").chain())).isPresent();
    assertThat(authenticate(authority.issue("O=dfs-node:a, CN=somebody").chain())).isEmpty();
    assertThat(authenticate(authority.issue("CN=dfs-node:a, CN=dfs-node:b").chain())).isEmpty();
    assertThat(authenticate(authority.issue("O=nobody").chain())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dfs-node:*", "dfs-node:", "dfs-node:a/b", "dfs-node:a b"})
  void aNameThatIsNoNodesIsRefused(String name) throws Exception {
    List<X509Certificate> chain = authority.issue("CN=" + name).chain();
    assertThatThrownBy(() -> authenticate(chain)).isInstanceOf(CredentialsException.class);
  }

  @Test
  void aStrangersCertificateIsRefusedEvenIfTheServerTookIt() throws Exception {
    List<X509Certificate> chain = new TestAuthority("others").issue("CN=dfs-node:100").chain();
    assertThatThrownBy(() -> authenticate(chain))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining("signed by the authority");
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    Instant now = Instant.now();
    List<X509Certificate> chain =
        authority.issue("EC", "dfs-node:100", now.minusSeconds(3600), now.minusSeconds(60)).chain();
    assertThatThrownBy(() -> authenticate(chain))
        .isInstanceOf(CredentialsException.class)
        .hasMessage("The certificate has expired.");
  }

  @Test
  void aServersCertificateIsNotAClients() throws Exception {
    List<X509Certificate> chain = authority.issue(Usage.SERVER, "CN=dfs-node:100").chain();
    assertThatThrownBy(() -> authenticate(chain)).isInstanceOf(CredentialsException.class);
    assertThat(authenticate(authority.issue(Usage.CLIENT, "CN=dfs-node:1").chain())).isPresent();
  }

  @Test
  void withoutACertificateOrTlsOrASettingItSaysNothing() throws Exception {
    assertThat(authenticate(List.of())).isEmpty();
    assertThat(authenticator.authenticate(request(true, null))).isEmpty();
    List<X509Certificate> chain = authority.issue("CN=dfs-node:100").chain();
    assertThat(authenticator.authenticate(request(false, chain))).isEmpty();
    CertificateAuthenticator without = new CertificateAuthenticator(Optional.empty());
    assertThat(without.isConfigured()).isFalse();
    assertThat(authenticator.isConfigured()).isTrue();
    assertThat(without.authenticate(request(true, chain))).isEmpty();
  }

  private static Optional<Caller> authenticate(List<X509Certificate> chain)
      throws CredentialsException {
    return authenticator.authenticate(request(true, chain));
  }

  private static HttpServletRequest request(boolean secure, List<X509Certificate> chain) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isSecure" -> secure;
                  case "getAttribute" ->
                      arguments[0].equals("jakarta.servlet.request.X509Certificate")
                              && chain != null
                          ? chain.toArray(X509Certificate[]::new)
                          : null;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
