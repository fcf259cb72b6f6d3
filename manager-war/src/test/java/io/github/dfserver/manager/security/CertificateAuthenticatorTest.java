package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.manager.tls.Authorities;
import io.github.dfserver.manager.tls.TestAuthority;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
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
    authority = new TestAuthority(directory, "nodes");
    authenticator =
        new CertificateAuthenticator(Optional.of(Authorities.read(authority.certificate())));
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
    X509Certificate[] chain = authority.issue("CN=" + name).chain();
    assertThatThrownBy(() -> authenticate(chain)).isInstanceOf(CredentialsException.class);
  }

  @Test
  void aStrangersCertificateIsRefusedEvenIfTheServerTookIt() throws Exception {
    X509Certificate[] chain =
        new TestAuthority(directory, "others").issue("CN=dfs-node:100").chain();
    assertThatThrownBy(() -> authenticate(chain))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining("signed by the authority");
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    X509Certificate[] chain =
        authority.issue("CN=dfs-node:100", "-startdate", "-3d", "-validity", "1").chain();
    assertThatThrownBy(() -> authenticate(chain))
        .isInstanceOf(CredentialsException.class)
        .hasMessage("The certificate has expired.");
  }

  @Test
  void aServersCertificateIsNotAClients() throws Exception {
    X509Certificate[] chain = authority.issue("CN=dfs-node:100", "-ext", "eku=serverAuth").chain();
    assertThatThrownBy(() -> authenticate(chain)).isInstanceOf(CredentialsException.class);
    assertThat(authenticate(authority.issue("CN=dfs-node:1", "-ext", "eku=clientAuth").chain()))
        .isPresent();
  }

  @Test
  void withoutACertificateOrTlsOrASettingItSaysNothing() throws Exception {
    assertThat(authenticate()).isEmpty();
    assertThat(authenticator.authenticate(request(true, null))).isEmpty();
    X509Certificate[] chain = authority.issue("CN=dfs-node:100").chain();
    assertThat(authenticator.authenticate(request(false, chain))).isEmpty();
    CertificateAuthenticator without = new CertificateAuthenticator(Optional.empty());
    assertThat(without.isConfigured()).isFalse();
    assertThat(authenticator.isConfigured()).isTrue();
    assertThat(without.authenticate(request(true, chain))).isEmpty();
  }

  private static Optional<Caller> authenticate(X509Certificate... chain)
      throws CredentialsException {
    return authenticator.authenticate(request(true, chain));
  }

  private static HttpServletRequest request(boolean secure, X509Certificate[] chain) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isSecure" -> secure;
                  case "getAttribute" ->
                      arguments[0].equals("jakarta.servlet.request.X509Certificate") ? chain : null;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
