package io.github.dfserver.manager.security;

/** Credentials that are not good; the message is for the client and tells no secret. */
public final class CredentialsException extends Exception {
  private static final long serialVersionUID = 1L;

  /** {@code message} is a sentence. */
  public CredentialsException(String message) {
    super(message);
  }
}
