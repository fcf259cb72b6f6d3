package io.github.dfserver.node.credentials;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an operator gave a node to show and to trust.
 *
 * @param token the token itself, where it is in no file
 * @param tokenFile the file that holds it
 * @param authorities certificates of the only authorities to trust, in PEM; empty: those of Java
 * @param identity what the node shows to a manager that asks for a certificate
 */
public record CredentialOptions(
    Optional<BearerToken> token,
    Optional<Path> tokenFile,
    Optional<Path> authorities,
    Optional<IdentityFiles> identity) {

  /** Nothing at all. */
  public static final CredentialOptions NONE =
      new CredentialOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * A certificate and its key.
   *
   * @param certificate the chain in PEM, the node's own certificate first
   * @param key the private key in PEM, PKCS#8 and not encrypted
   */
  public record IdentityFiles(Path certificate, Path key) {}
}
