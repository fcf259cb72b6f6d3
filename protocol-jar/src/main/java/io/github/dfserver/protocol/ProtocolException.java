package io.github.dfserver.protocol;

import java.io.IOException;

/** A peer sent what the protocol does not allow; its message is a sentence that says what. */
public class ProtocolException extends IOException {
  private static final long serialVersionUID = 1;

  /** With a sentence for the log. */
  public ProtocolException(String message) {
    super(message);
  }

  /** With a sentence for the log and what it follows from. */
  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
