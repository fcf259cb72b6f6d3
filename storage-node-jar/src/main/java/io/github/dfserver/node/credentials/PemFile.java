package io.github.dfserver.node.credentials;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
 * A file of textual encodings (RFC 7468). What stands between them is skipped.
 *
 * @param path of the file
 * @param blocks in their order
 */
record PemFile(Path path, List<Block> blocks) {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** What one pair of lines encloses. */
  private record Block(String label, String text) {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException with a sentence, when it cannot be read
   */
  static PemFile read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            path + " is longer than any PEM file; is it the right one?");
      }
      List<Block> blocks = new ArrayList<>();
      Matcher matcher = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
      while (matcher.find()) {
        blocks.add(new Block(matcher.group(1), matcher.group(2)));
      }
      return new PemFile(path, List.copyOf(blocks));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(path + " does not exist", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(path + " cannot be read: " + e, e);
    }
  }

  /**
   * All certificates, one at least.
   *
   * @throws IllegalArgumentException with a sentence, when there is none or one makes no sense
   */
  List<X509Certificate> certificates() {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label.equals("CERTIFICATE")) {
        found.add(certificate(block));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          path + " holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----");
    }
    return List.copyOf(found);
  }

  private X509Certificate certificate(Block block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(decode(block)));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          path + " holds a broken certificate: " + e.getMessage(), e);
    }
  }

  /**
   * The only private key.
   *
   * @throws IllegalArgumentException with a sentence, when there is none that can be used
   */
  PrivateKey privateKey() {
    for (Block block : blocks) {
      switch (block.label) {
        case "PRIVATE KEY" -> {
          return privateKey(decode(block));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new IllegalArgumentException(
                path
                    + " is encrypted, and there is nobody to ask for its password; decrypt it with"
                    + " 'openssl pkey -in "
                    + path
                    + " -out plain.pem' and let only the node read that");
        case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
            throw new IllegalArgumentException(
                path
                    + " is in the older form of its kind; convert it with 'openssl pkcs8 -topk8"
                    + " -nocrypt -in "
                    + path
                    + " -out pkcs8.pem'");
        default -> {} // a certificate in the same file, or parameters of a curve
      }
    }
    throw new IllegalArgumentException(
        path + " holds no key in PEM, which begins with -----BEGIN PRIVATE KEY-----");
  }

  private PrivateKey privateKey(byte[] encoded) {
    GeneralSecurityException last = null;
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (GeneralSecurityException e) {
        last = e; // it is of another kind
      }
    }
    throw new IllegalArgumentException(
        path + " holds a key that is neither RSA nor of an elliptic curve, or is broken", last);
  }

  private byte[] decode(Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path + " is broken: " + e.getMessage(), e);
    }
  }
}
