package io.github.dfserver.node.transfer;

import io.github.dfserver.node.credentials.Credentials;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What one exchange shows and trusts, as it was when the exchange was asked for.
 *
 * @param authorization the header of this name; empty for none
 * @param tls makes the engine of a new connection over TLS
 * @param credentials say what a failure means
 */
record Access(Optional<String> authorization, SSLContext tls, Credentials credentials) {
  /** May wait for a disk. */
  static Access of(Credentials credentials) {
    return new Access(credentials.authorization(), credentials.tls(), credentials);
  }

  Optional<String> explain(Throwable failure) {
    return credentials.explain(failure);
  }

  Optional<String> explain(int status) {
    return credentials.explain(status);
  }

  @Override
  public String toString() {
    return "access"; // the header is a secret
  }
}
