package io.github.dfserver.node.transfer;

import java.io.IOException;
import java.util.Optional;

/** A transfer did not come to its proper end; the message is a sentence that says why. */
public final class TransferException extends IOException {
  private static final long serialVersionUID = 1;

  private final String advice;

  TransferException(String message) {
    this(message, null, null);
  }

  TransferException(String message, Throwable cause) {
    this(message, null, cause);
  }

  private TransferException(String message, String advice, Throwable cause) {
    super(message, cause);
    this.advice = advice;
  }

  /** One that an operator has to do something about; {@code advice} says what. */
  static TransferException advising(String context, String advice, Throwable cause) {
    return new TransferException(context + ": " + advice, advice, cause);
  }

  /** What an operator has to do about it; empty when nobody knows. */
  Optional<String> advice() {
    return Optional.ofNullable(advice);
  }
}
