package io.github.dfserver.client.error;

/** Code 8: nodes are online, and none has room; nothing was stored. */
public final class InsufficientStorageException extends ProblemException {
  private static final long serialVersionUID = 1L;

  InsufficientStorageException(Problem problem) {
    super(problem);
  }
}
