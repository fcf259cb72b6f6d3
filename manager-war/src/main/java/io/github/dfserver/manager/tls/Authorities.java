package io.github.dfserver.manager.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Certificate authorities that are trusted, and no others. Thread-safe. */
public final class Authorities {
  private final X509TrustManager trust;

  private Authorities(X509TrustManager trust) {
    this.trust = trust;
  }

  /**
   * Those whose certificates are in a PEM file.
   *
   * @throws TlsException with a sentence when it has none
   */
  public static Authorities read(Path path) throws TlsException {
    return of(PemFile.read(path).certificates());
  }

  private static Authorities of(List<X509Certificate> certificates) throws TlsException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return new Authorities(
          Arrays.stream(factory.getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .map(X509TrustManager.class::cast)
              .findFirst()
              .orElseThrow());
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsException("this JVM cannot check certificates: " + e, e);
    }
  }

  /** What a server or a client checks its peers with. */
  public X509TrustManager trustManager() {
    return trust;
  }

  /** For connections to servers that one of these authorities has certified. */
  public SSLContext clientContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has TLS", e);
    }
  }

  /**
   * Checks a client's certificate: its dates, what it is for, and that one of these authorities has
   * signed it (RFC 5280).
   *
   * @param chain the client's own first
   * @throws CertificateException when it is not good
   */
  public void checkClient(X509Certificate... chain) throws CertificateException {
    trust.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
  }
}
