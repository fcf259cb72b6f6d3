package io.github.dfserver.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * Who one is in TLS: a certificate with those of the authorities between it and the root, and its
 * key. Immutable.
 *
 * @param chain the own certificate first, each signed by the next one
 * @param key the private key of the first
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
  /** By the algorithm of the key. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private static final char[] IN_MEMORY_ONLY = {};

  /** Copies the list. */
  public Identity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads it from PEM files, and checks that they fit each other and are valid now.
   *
   * @param certificate the chain
   * @param key the key as PKCS #8, not encrypted: RSA, EC or Ed25519
   * @throws TlsException with a sentence that says what is wrong with which file
   */
  public static Identity read(Path certificate, Path key, Instant now) throws TlsException {
    List<X509Certificate> chain = PemFile.read(certificate).certificates();
    X509Certificate own = chain.get(0);
    String algorithm = own.getPublicKey().getAlgorithm();
    if (!SIGNATURES.containsKey(algorithm)) {
      throw new TlsException(
          (certificate + " has a key of the kind " + algorithm)
              + "; it has to be RSA, or of an elliptic curve");
    }
    PrivateKey secret = PemFile.read(key).key(algorithm);
    if (!fit(own, secret)) {
      throw new TlsException(
          ("the key in " + key + " does not belong to the first certificate in " + certificate)
              + ", which is for "
              + own.getSubjectX500Principal());
    }
    checkDates(certificate, own, now);
    checkOrder(certificate, chain);
    return new Identity(chain, secret);
  }

  /** What shows it in a handshake. */
  public KeyManager[] keyManagers() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("own", key, IN_MEMORY_ONLY, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, IN_MEMORY_ONLY);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JVM has TLS", e);
    }
  }

  private static boolean fit(X509Certificate certificate, PrivateKey key) throws TlsException {
    try {
      Signature signature =
          Signature.getInstance(SIGNATURES.get(certificate.getPublicKey().getAlgorithm()));
      byte[] probe = {1, 2, 3};
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // another curve, another length
    }
  }

  private static void checkDates(Path path, X509Certificate own, Instant now) throws TlsException {
    Instant end = own.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      throw new TlsException("the certificate in " + path + " expired at " + end + "; renew it");
    }
    Instant begin = own.getNotBefore().toInstant();
    if (now.isBefore(begin)) {
      throw new TlsException(
          "the certificate in " + path + " is not valid before " + begin + "; is the clock right?");
    }
  }

  private static void checkOrder(Path path, List<X509Certificate> chain) throws TlsException {
    for (int i = 0; i + 1 < chain.size(); i++) {
      try {
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      } catch (GeneralSecurityException e) {
        throw new TlsException(
            ("the certificates in " + path + " are not in order: number " + (i + 1))
                + " is not signed by the next one",
            e);
      }
    }
  }
}
