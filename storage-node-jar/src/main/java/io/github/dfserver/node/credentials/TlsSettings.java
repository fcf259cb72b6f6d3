package io.github.dfserver.node.credentials;

import io.github.dfserver.node.credentials.CredentialOptions.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes out of an operator's files what TLS is spoken with. */
final class TlsSettings {
  private static final char[] IN_MEMORY_ONLY = {};

  private TlsSettings() {}

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException with a sentence, when one of them is wrong
   */
  static SSLContext read(Optional<Path> authorities, Optional<Identity> identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          identity.isPresent() ? keys(identity.get()) : new KeyManager[0],
          new TrustManager[] {trust(authorities)},
          null);
      return new ClientContext(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static TrustManager trust(Optional<Path> authorities)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities.isPresent() ? store(authorities.get()) : null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager judge) {
        return new ManagerTrust(judge, authorities.isPresent());
      }
    }
    throw new GeneralSecurityException("this Java does not judge certificates");
  }

  private static KeyStore store(Path authorities) throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int number = 0;
    for (X509Certificate certificate : PemFile.read(authorities).certificates()) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  private static KeyManager[] keys(Identity identity) throws GeneralSecurityException, IOException {
    List<X509Certificate> chain = PemFile.read(identity.certificate()).certificates();
    PrivateKey key = PemFile.read(identity.key()).privateKey();
    if (!belongs(key, chain.get(0).getPublicKey())) {
      throw new IllegalArgumentException(
          "the key in "
              + identity.key()
              + " does not belong to the first certificate in "
              + identity.certificate());
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("node", key, IN_MEMORY_ONLY, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, IN_MEMORY_ONLY);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Whether what one signs the other confirms. */
  private static boolean belongs(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    byte[] text = "whose is it".getBytes(StandardCharsets.US_ASCII);
    Signature signature =
        Signature.getInstance(
            switch (key.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> "EdDSA";
            });
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(text);
    return signature.verify(signed);
  }
}
