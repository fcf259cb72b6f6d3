package io.github.dfserver.client.error;

/** Code 9: no credentials (401), or not enough (403). */
public final class UnauthorizedException extends ProblemException {
  private static final long serialVersionUID = 1L;

  UnauthorizedException(Problem problem) {
    super(problem);
  }
}
