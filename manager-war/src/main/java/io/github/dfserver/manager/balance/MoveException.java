package io.github.dfserver.manager.balance;

/** Ends a move. Carries no stack trace: that a node fails is no fault of the manager's. */
final class MoveException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final MoveOutcome outcome;

  MoveException(MoveOutcome outcome, Throwable cause) {
    super(outcome + ": " + cause, cause, false, false);
    this.outcome = outcome;
  }

  MoveOutcome outcome() {
    return outcome;
  }
}
