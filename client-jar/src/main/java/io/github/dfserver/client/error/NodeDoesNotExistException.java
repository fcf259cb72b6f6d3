package io.github.dfserver.client.error;

/** Code 10: there is no node of this id. */
public final class NodeDoesNotExistException extends ProblemException {
  private static final long serialVersionUID = 1L;

  NodeDoesNotExistException(Problem problem) {
    super(problem);
  }
}
