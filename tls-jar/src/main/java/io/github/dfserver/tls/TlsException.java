package io.github.dfserver.tls;

/** A certificate or key that cannot be used; the message is a sentence that names the file. */
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1L;

  /** {@code message} is a sentence without its full stop, and tells no secret. */
  public TlsException(String message) {
    super(message);
  }

  /** Keeps what it follows from. */
  public TlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
