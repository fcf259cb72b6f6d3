package io.github.dfserver.node.credentials;

import java.security.cert.CertificateException;

/** A manager's certificate is not good; the message says why, and what to do about it. */
final class UntrustedManagerException extends CertificateException {
  private static final long serialVersionUID = 1;

  UntrustedManagerException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
