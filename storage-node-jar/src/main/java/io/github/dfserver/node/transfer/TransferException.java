package io.github.dfserver.node.transfer;

import java.io.IOException;

/** A transfer did not come to its proper end; the message is a sentence that says why. */
public final class TransferException extends IOException {
  private static final long serialVersionUID = 1;

  TransferException(String message) {
    super(message);
  }

  TransferException(String message, Throwable cause) {
    super(message, cause);
  }
}
