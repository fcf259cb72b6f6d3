package io.github.dfserver.journal;

import java.io.IOException;

/** The journal takes no more entries: a write or a force failed, or it was closed. */
public class JournalFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says why nothing was appended. */
  public JournalFailedException(String message) {
    super(message);
  }

  /** Says why nothing was appended, and what the disk answered. */
  public JournalFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
