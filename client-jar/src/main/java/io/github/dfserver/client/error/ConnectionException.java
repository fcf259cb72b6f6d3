package io.github.dfserver.client.error;

/**
 * No manager could be reached, or the connection broke or fell silent before the answer was whole.
 * What was asked for may have happened, unless it only read.
 */
public final class ConnectionException extends DfsException {
  private static final long serialVersionUID = 1L;

  /** With what the connection ended with; null where it just ended. */
  public ConnectionException(String message, Throwable cause) {
    super(message, cause);
  }
}
