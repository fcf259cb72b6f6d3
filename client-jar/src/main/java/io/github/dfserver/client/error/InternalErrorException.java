package io.github.dfserver.client.error;

/** Code 5: a fault of the manager's; what was asked for may have happened. */
public final class InternalErrorException extends ProblemException {
  private static final long serialVersionUID = 1L;

  InternalErrorException(Problem problem) {
    super(problem);
  }
}
