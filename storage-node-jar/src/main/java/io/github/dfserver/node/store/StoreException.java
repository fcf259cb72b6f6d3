package io.github.dfserver.node.store;

import io.github.dfserver.protocol.FailureCode;
import java.util.Objects;

/** Says why the store did not do what was asked, in words and as the code that a peer is given. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;

  /** A refusal with its reason. */
  public StoreException(FailureCode code, String message) {
    this(code, message, null);
  }

  /** A refusal with its reason and what caused it; {@code cause} may be null. */
  public StoreException(FailureCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** What a peer is told. */
  public FailureCode code() {
    return code;
  }
}
