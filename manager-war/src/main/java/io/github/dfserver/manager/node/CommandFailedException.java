package io.github.dfserver.manager.node;

import io.github.dfserver.protocol.FailureCode;

/** A node answered that it could not do what it was told. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final FailureCode code;

  /** As the node said it. */
  public CommandFailedException(FailureCode code, String detail) {
    super(code + ": " + detail, null, false, false);
    this.code = code;
  }

  /** Why. */
  public FailureCode code() {
    return code;
  }
}
