package io.github.dfserver.node.credentials;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says what went wrong while TLS was being agreed on, and what to do. */
final class TlsFailures {
  /** How Java words what a peer says (RFC 8446, section 6). */
  private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

  private TlsFailures() {}

  /** {@code showsCertificate} is whether the node has a certificate to show. */
  static Optional<String> explain(Throwable failure, boolean showsCertificate) {
    SSLException tls = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UntrustedManagerException untrusted) {
        return Optional.of(untrusted.getMessage());
      }
      if (cause instanceof SSLException broken) {
        tls = broken;
      }
    }
    return Optional.ofNullable(tls).map(broken -> sentence(broken, showsCertificate));
  }

  private static String sentence(SSLException failure, boolean showsCertificate) {
    String words = String.valueOf(failure.getMessage());
    Matcher alert = ALERT.matcher(words);
    if (alert.find()) {
      return alert(alert.group(1).toLowerCase(Locale.ROOT), showsCertificate);
    }
    if (words.contains("unrecognized SSL message") || words.contains("plaintext connection")) {
      return "it speaks plain HTTP where https was asked for; begin its URL with http://, or have"
          + " it serve TLS";
    }
    return "TLS could not be agreed on: " + words;
  }

  private static String alert(String name, boolean showsCertificate) {
    return switch (name) {
      case "certificate_required",
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied" ->
          showsCertificate
              ? "it does not accept this node's certificate (" + name + "); see --certificate"
              : "it asks for a certificate of this node; give one with --certificate and --key";
      case "protocol_version" -> "it speaks neither TLS 1.3 nor TLS 1.2";
      case "unrecognized_name" -> "it does not know the host name that it is called by";
      case "handshake_failure" ->
          "TLS could not be agreed on"
              + (showsCertificate
                  ? ""
                  : "; perhaps it asks for a certificate of this node (--certificate and --key)");
      default -> "TLS could not be agreed on: it says " + name;
    };
  }
}
