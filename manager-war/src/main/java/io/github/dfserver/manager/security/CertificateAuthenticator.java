package io.github.dfserver.manager.security;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.tls.Authorities;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Storage nodes that show a certificate of TLS. One whose subject has the common name {@code
 * dfs-node:ID} makes its holder the node with that id, and nothing else; certificates that name no
 * node say nothing here. The server has seen that the client has the key. Who signed the
 * certificate is checked here as well, since a server may be set up to trust others, too. Never
 * waits.
 */
@ApplicationScoped
public class CertificateAuthenticator implements Authenticator {
  /** Where the servlet specification puts the chain. */
  static final String CHAIN = "jakarta.servlet.request.X509Certificate";

  private static final String PREFIX = "dfs-node:";
  private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private Optional<Authorities> authorities = Optional.empty();

  /** For the container, which needs one without parameters to make its proxy. */
  protected CertificateAuthenticator() {}

  /** Trusts whom {@code dfs.tls.client-ca} names. */
  @Inject
  CertificateAuthenticator(ManagerConfiguration configuration) {
    this(configuration.tls().clientCa());
  }

  CertificateAuthenticator(Optional<Authorities> authorities) {
    this.authorities = authorities;
  }

  @Override
  public Place place() {
    return Place.CONNECTION;
  }

  @Override
  public boolean isConfigured() {
    return authorities.isPresent();
  }

  @Override
  public Optional<Caller> authenticate(HttpServletRequest request) throws CredentialsException {
    if (authorities.isEmpty()
        || !request.isSecure()
        || !(request.getAttribute(CHAIN) instanceof X509Certificate[] chain)
        || chain.length == 0) {
      return Optional.empty();
    }
    Optional<String> name = commonName(chain[0]).filter(common -> common.startsWith(PREFIX));
    if (name.isEmpty()) {
      return Optional.empty();
    }
    check(authorities.get(), chain);
    String id = name.get().substring(PREFIX.length());
    if (!NODE_ID.matcher(id).matches()) {
      throw new CredentialsException("The certificate names no node that there can be.");
    }
    return Optional.of(Caller.node(name.get(), Means.CERTIFICATE, NodeScope.of(id)));
  }

  private static void check(Authorities authorities, X509Certificate... chain)
      throws CredentialsException {
    try {
      chain[0].checkValidity();
      authorities.checkClient(chain);
    } catch (CertificateExpiredException e) {
      throw new CredentialsException("The certificate has expired.");
    } catch (CertificateException e) {
      throw new CredentialsException(
          "The certificate is not good: it has to be signed by the authority that the manager"
              + " trusts, valid now, and for clients.");
    }
  }

  /** The common name of the subject; empty where it has none, or several. */
  private static Optional<String> commonName(X509Certificate certificate) {
    try {
      List<String> names =
          new LdapName(certificate.getSubjectX500Principal().getName())
              .getRdns().stream()
                  .filter(rdn -> rdn.size() == 1 && rdn.getType().equalsIgnoreCase("CN"))
                  .map(rdn -> rdn.getValue() instanceof String text ? text : "")
                  .toList();
      return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }
}
