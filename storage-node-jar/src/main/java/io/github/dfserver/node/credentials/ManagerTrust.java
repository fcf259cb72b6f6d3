package io.github.dfserver.node.credentials;

import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges managers' certificates as Java does, and says what is wrong with one. Thread-safe. */
final class ManagerTrust extends X509ExtendedTrustManager {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int MOST_NAMES = 10;

  private final X509ExtendedTrustManager java;
  private final boolean privateAuthorities;

  /**
   * Over a judge.
   *
   * @param privateAuthorities whether an operator said which authorities count
   */
  ManagerTrust(X509ExtendedTrustManager java, boolean privateAuthorities) {
    this.java = java;
    this.privateAuthorities = privateAuthorities;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    try {
      java.checkServerTrusted(chain, kind, engine);
    } catch (CertificateException e) {
      throw new UntrustedManagerException(sentence(chain, kind, engine.getPeerHost(), e), e);
    }
  }

  private String sentence(X509Certificate[] chain, String kind, String host, Exception failure) {
    Instant now = Instant.now();
    for (int i = 0; i < chain.length; i++) {
      X509Certificate certificate = chain[i];
      if (now.isAfter(certificate.getNotAfter().toInstant())) {
        return whose(i, certificate)
            + " expired at "
            + certificate.getNotAfter().toInstant()
            + "; renew it";
      }
      if (now.isBefore(certificate.getNotBefore().toInstant())) {
        return whose(i, certificate)
            + " is not valid before "
            + certificate.getNotBefore().toInstant()
            + "; is the clock of this machine right?";
      }
    }
    if (isWeak(failure)) {
      return "its certificate is signed in a way that is not safe any more: "
          + failure.getMessage();
    }
    if (isSigned(chain, kind)) {
      return "its certificate is for "
          + names(chain[0])
          + ", and not for "
          + host
          + "; use one of these names in --manager, or have a certificate made for this one";
    }
    return privateAuthorities
        ? "its certificate is not signed by an authority in the file given with --ca"
        : "its certificate is not signed by an authority that this node trusts; give its CA with"
            + " --ca";
  }

  private static String whose(int place, X509Certificate certificate) {
    return place == 0
        ? "its certificate"
        : "the certificate of " + certificate.getSubjectX500Principal() + " behind its own";
  }

  private static boolean isWeak(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathValidatorException invalid
          && invalid.getReason() == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
        return true;
      }
    }
    return false;
  }

  /** Whether all is well but for the name, which is looked at last. */
  private boolean isSigned(X509Certificate[] chain, String kind) {
    try {
      java.checkServerTrusted(chain, kind);
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  /** The names that count (RFC 9525), as many as can be read at a glance. */
  private static String names(X509Certificate certificate) {
    Set<String> names = new LinkedHashSet<>();
    try {
      Collection<List<?>> given =
          Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
      for (List<?> name : given) {
        if (name.get(0) instanceof Integer form
            && (form == DNS_NAME || form == IP_ADDRESS)
            && names.size() < MOST_NAMES) {
          names.add(String.valueOf(name.get(1)));
        }
      }
    } catch (CertificateParsingException e) {
      return "names that cannot be read";
    }
    return names.isEmpty()
        ? certificate.getSubjectX500Principal() + ", without any host name"
        : String.join(", ", names);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
      throws CertificateException {
    java.checkServerTrusted(chain, kind, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
    java.checkServerTrusted(chain, kind);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    java.checkClientTrusted(chain, kind, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
      throws CertificateException {
    java.checkClientTrusted(chain, kind, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
    java.checkClientTrusted(chain, kind);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return java.getAcceptedIssuers();
  }
}
