package io.github.dfserver.client.error;

/**
 * Anything that the client library could not do; {@link #getMessage()} says what, in a sentence.
 */
public class DfsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * With a cause.
   *
   * @param cause null where there is none
   */
  public DfsException(String message, Throwable cause) {
    super(message, cause);
  }
}
