package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.node.CommandFailedException;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.protocol.FailureCode;

/** How a move went. Whatever it was, the file can be read and nothing is left half-way for long. */
enum MoveOutcome {
  /** The file has a new home. */
  MOVED("it has moved"),
  /** Somebody else changed the file before or during the move, or deleted it. */
  OVERTAKEN("the file was changed meanwhile"),
  /** Its node could not give it now. */
  NOT_GIVEN("its node did not give it"),
  /** Its node does not have it, or not the bytes that it should have. */
  UNWELL("its node does not have its bytes"),
  /** The other node could not take it, or went away. */
  NOT_TAKEN("the other node did not take it"),
  /** The catalogue did not answer, or this manager may not move files any more. */
  STOPPED("the move was stopped");

  private final String reason;

  MoveOutcome(String reason) {
    this.reason = reason;
  }

  /** A part of a sentence, for people. */
  String reason() {
    return reason;
  }

  /** What it means that the node of a file did not give it. */
  static MoveOutcome ofSource(Throwable failure) {
    boolean unwell =
        failure != null
            && Failure.cause(failure) instanceof CommandFailedException failed
            && (failed.code() == FailureCode.NOT_FOUND || failed.code() == FailureCode.DAMAGED);
    return unwell ? UNWELL : NOT_GIVEN;
  }
}
