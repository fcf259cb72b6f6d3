package io.github.dfserver.tls;

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
import javax.net.ssl.X509ExtendedTrustManager;

/** The certificate authorities that are trusted, and no others. Thread-safe. */
public final class Authorities {
  private final X509ExtendedTrustManager trust;

  private Authorities(X509ExtendedTrustManager trust) {
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

  /** Those that this JVM trusts. */
  public static Authorities ofJava() {
    try {
      return of((KeyStore) null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has TLS", e);
    }
  }

  private static Authorities of(List<X509Certificate> certificates) throws TlsException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      return of(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsException("this JVM cannot check certificates: " + e, e);
    }
  }

  private static Authorities of(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return new Authorities(
        Arrays.stream(factory.getTrustManagers())
            .filter(X509ExtendedTrustManager.class::isInstance)
            .map(X509ExtendedTrustManager.class::cast)
            .findFirst()
            .orElseThrow());
  }

  /** What a server or a client checks its peers with. */
  public X509ExtendedTrustManager trustManager() {
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
