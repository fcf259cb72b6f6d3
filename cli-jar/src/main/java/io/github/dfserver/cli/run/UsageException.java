package io.github.dfserver.cli.run;

/** The command makes no sense as it was given; the message says what to do. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence for the user. */
  public UsageException(String message) {
    super(message);
  }
}
