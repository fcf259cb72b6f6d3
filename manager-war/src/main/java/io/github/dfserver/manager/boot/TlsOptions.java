package io.github.dfserver.manager.boot;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line and the settings say about TLS. All empty: there is none.
 *
 * @param port the port to listen on with TLS
 * @param certificate a PEM file, the manager's certificate first
 * @param key a PEM file with its key; there exactly when the certificate is
 * @param clientCa a PEM file with the authorities that certify clients; those are asked for a
 *     certificate then
 */
record TlsOptions(
    int port, Optional<Path> certificate, Optional<Path> key, Optional<Path> clientCa) {
  static final String CERTIFICATE = "dfs.tls.certificate";
  static final String KEY = "dfs.tls.key";
  static final String CLIENT_CA = "dfs.tls.client-ca";

  /** The default of {@code --tls-port}. */
  static final int PORT = 8443;

  TlsOptions {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "--tls-certificate and --tls-key go together, one of them is missing");
    }
    if (clientCa.isPresent() && certificate.isEmpty()) {
      throw new IllegalArgumentException(
          "--tls-client-ca needs TLS: give --tls-certificate and --tls-key, too");
    }
  }

  /** What the settings say; the command line goes before them. */
  static Optional<Path> setting(String key) {
    return Setting.of(key).map(value -> path(key, value));
  }

  /** A path, or a sentence. */
  static Path path(String option, String value) {
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(option + " is no path: '" + value + "'", e);
    }
  }

  /** Whether TLS is spoken at all. */
  boolean isOn() {
    return certificate.isPresent();
  }
}
