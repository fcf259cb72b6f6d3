package io.github.dfserver.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of PEM texts (RFC 7468): what stands between {@code -----BEGIN X-----} and its end. What
 * stands around them is left out, as {@code openssl} does. Immutable.
 */
final class PemFile {
  /** More than any chain of certificates; a wrong path may name anything. */
  private static final long MOST = 4 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private final Path path;
  private final String text;

  private PemFile(Path path, String text) {
    this.path = path;
    this.text = text;
  }

  /**
   * Reads one.
   *
   * @throws TlsException when there is none, or it cannot be read
   */
  static PemFile read(Path path) throws TlsException {
    try {
      if (Files.size(path) > MOST) {
        throw new TlsException(path + " is no PEM file: it is larger than 4 MiB");
      }
      return new PemFile(path, Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new TlsException("there is no file " + path, e);
    } catch (IOException e) {
      throw new TlsException(path + " cannot be read: " + e, e);
    }
  }

  /**
   * Its certificates, in their order, at least one.
   *
   * @throws TlsException when there is none, or one is broken
   */
  List<X509Certificate> certificates() throws TlsException {
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      if (blocks.group(1).equals("CERTIFICATE")) {
        certificates.add(certificate(blocks.group(2)));
      }
    }
    if (certificates.isEmpty()) {
      throw new TlsException(
          path + " has no certificate in it; it has to be PEM, with -----BEGIN CERTIFICATE-----");
    }
    return List.copyOf(certificates);
  }

  private X509Certificate certificate(String base64) throws TlsException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(decoded(base64)));
    } catch (CertificateException e) {
      throw new TlsException(path + " has a broken certificate in it", e);
    }
  }

  /**
   * Its private key.
   *
   * @param algorithm of the certificate that it belongs to: as Java calls it
   * @throws TlsException when there is none that is neither encrypted nor of another kind
   */
  PrivateKey key(String algorithm) throws TlsException {
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      String label = blocks.group(1);
      if (label.equals("PRIVATE KEY")) {
        return key(algorithm, blocks.group(2));
      }
      if (label.equals("ENCRYPTED PRIVATE KEY")) {
        throw new TlsException(
            (path + " is encrypted, and there is nobody to ask for its password; decrypt it: ")
                + ("openssl pkey -in " + path + " -out NEW-FILE, which nobody else may read"));
      }
      if (label.endsWith("PRIVATE KEY")) {
        throw new TlsException(
            (path + " has its key as '" + label + "', which is not read; convert it: ")
                + ("openssl pkcs8 -topk8 -nodes -in " + path + " -out NEW-FILE"));
      }
    }
    throw new TlsException(
        path + " has no private key in it; it has to be PEM, with -----BEGIN PRIVATE KEY-----");
  }

  private PrivateKey key(String algorithm, String base64) throws TlsException {
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(decoded(base64)));
    } catch (GeneralSecurityException e) {
      // The cause could tell something of the key.
      throw new TlsException(path + " has no " + algorithm + " key, as the certificate needs it");
    }
  }

  private byte[] decoded(String base64) throws TlsException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new TlsException(path + " is damaged: what should be base64 is not");
    }
  }
}
