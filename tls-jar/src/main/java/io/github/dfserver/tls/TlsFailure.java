package io.github.dfserver.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in words why a server's certificate was not accepted. */
public final class TlsFailure {
  private TlsFailure() {}

  /**
   * The reason, if it is one of TLS.
   *
   * @param failure what a connection failed with
   * @param setting how to say which authorities are trusted
   * @return the end of a sentence that begins with the server; empty for other failures
   */
  public static Optional<String> inWords(Throwable failure, String setting) {
    Optional<SSLException> tls = cause(failure, SSLException.class);
    if (tls.isEmpty()) {
      return Optional.empty();
    }
    Optional<CertificateExpiredException> expired =
        cause(failure, CertificateExpiredException.class);
    if (expired.isPresent()) {
      return Optional.of("its certificate has expired (" + expired.get().getMessage() + ")");
    }
    if (cause(failure, CertificateNotYetValidException.class).isPresent()) {
      return Optional.of("its certificate is not valid yet; are the clocks right?");
    }
    if (cause(failure, CertPathBuilderException.class).isPresent()) {
      return Optional.of(
          "its certificate is not signed by an authority that is trusted here; give its CA with "
              + setting);
    }
    Optional<CertificateException> certificate = cause(failure, CertificateException.class);
    if (certificate.isPresent()) {
      // Such as "No subject alternative names matching IP address 10.0.0.1 found".
      return Optional.of("its certificate does not fit: " + certificate.get().getMessage());
    }
    String message = String.valueOf(tls.get().getMessage());
    return Optional.of(
        message.contains("SSL message") // "unsupported or unrecognized", by version of the JDK
            ? "it does not speak TLS at this port"
            : "TLS failed: " + message);
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    Throwable one = failure;
    for (int depth = 0; one != null && depth < 20; depth++) {
      if (type.isInstance(one)) {
        return Optional.of(type.cast(one));
      }
      one = one.getCause();
    }
    return Optional.empty();
  }
}
