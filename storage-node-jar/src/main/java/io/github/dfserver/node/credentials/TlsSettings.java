package io.github.dfserver.node.credentials;

import io.github.dfserver.node.credentials.CredentialOptions.IdentityFiles;
import io.github.dfserver.tls.Authorities;
import io.github.dfserver.tls.Identity;
import io.github.dfserver.tls.TlsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Makes out of an operator's files what TLS is spoken with. */
final class TlsSettings {
  private TlsSettings() {}

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException with a sentence, when one of them is wrong
   */
  static SSLContext read(Optional<Path> authorities, Optional<IdentityFiles> identity) {
    try {
      KeyManager[] shown = {};
      if (identity.isPresent()) {
        IdentityFiles files = identity.get();
        shown = Identity.read(files.certificate(), files.key(), Instant.now()).keyManagers();
      }
      Authorities trusted =
          authorities.isPresent() ? Authorities.read(authorities.get()) : Authorities.ofJava();
      ManagerTrust trust = new ManagerTrust(trusted.trustManager(), authorities.isPresent());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown, new TrustManager[] {trust}, null);
      return new ClientContext(context);
    } catch (TlsException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has TLS", e);
    }
  }
}
