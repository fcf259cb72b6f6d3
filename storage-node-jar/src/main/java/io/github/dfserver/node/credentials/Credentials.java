package io.github.dfserver.node.credentials;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What a node shows to managers, and whom it takes for one. Safe for any thread. */
public final class Credentials {
  private final CredentialOptions options;
  private final Optional<TokenFile> tokenFile;
  private final TlsFiles tls;

  private Credentials(CredentialOptions options) {
    this.options = options;
    this.tokenFile = options.tokenFile().map(TokenFile::new);
    this.tls = new TlsFiles(options);
  }

  /**
   * Reads what an operator gave.
   *
   * @throws IllegalArgumentException with a sentence, when a file is missing, wrong, or does not
   *     fit the others
   */
  public static Credentials open(CredentialOptions options) {
    return new Credentials(options);
  }

  /** A node that shows nothing, and trusts whom Java does. */
  public static Credentials none() {
    return new Credentials(CredentialOptions.NONE);
  }

  /** Whether there is a token. */
  public boolean hasToken() {
    return options.token().isPresent() || tokenFile.isPresent();
  }

  /**
   * The value of the header {@code Authorization} as it is now; empty for none. Reads a file, so it
   * may wait for a disk.
   */
  public Optional<String> authorization() {
    return tokenFile.map(TokenFile::current).or(options::token).map(BearerToken::authorization);
  }

  /**
   * What TLS is spoken with now: 1.3 or 1.2, with the host's name compared. May wait for a disk.
   *
   * <p>Engines are made with {@link SSLContext#createSSLEngine(String, int)}, which is all that it
   * can do.
   */
  public SSLContext tls() {
    return tls.context();
  }

  /**
   * What is wrong, in words that help; empty when it has to do neither with TLS nor with tokens.
   */
  public Optional<String> explain(Throwable failure) {
    return TlsFailures.explain(failure, options.identity().isPresent());
  }

  /** What an HTTP status says that a manager answers with when it does not let a node in. */
  public Optional<String> explain(int status) {
    if (status != 401 && status != 403) {
      return Optional.empty();
    }
    return Optional.of(
        hasToken()
            ? "the manager does not let this node in with its token; give it a good one with"
                + " --token-file (see docs/SECURITY.md)"
            : "the manager does not let this node in: give it a token with --token-file (see"
                + " docs/SECURITY.md)");
  }
}
