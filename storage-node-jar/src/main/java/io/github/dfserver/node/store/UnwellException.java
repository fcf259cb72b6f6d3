package io.github.dfserver.node.store;

import io.github.dfserver.protocol.CopyHealth;

/** The plain file of a copy is not as it should be. */
final class UnwellException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CopyHealth health;

  UnwellException(CopyHealth health, String how, Throwable cause) {
    super(how, cause);
    this.health = health;
  }

  /** DAMAGED, or MISSING when it is not there. */
  CopyHealth health() {
    return health;
  }
}
