package io.github.dfserver.client.error;

/** Code 6: a bad name, parameter, digest or condition. */
public final class InvalidRequestException extends ProblemException {
  private static final long serialVersionUID = 1L;

  InvalidRequestException(Problem problem) {
    super(problem);
  }
}
