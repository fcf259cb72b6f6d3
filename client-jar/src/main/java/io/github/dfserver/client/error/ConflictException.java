package io.github.dfserver.client.error;

/** Code 11: a drain, removal or rebuild that cannot be done now; the message says why. */
public final class ConflictException extends ProblemException {
  private static final long serialVersionUID = 1L;

  ConflictException(Problem problem) {
    super(problem);
  }
}
