package io.github.dfserver.client.error;

/** Code 7: the file is over the manager's limit; nothing was stored. */
public final class FileTooLargeException extends ProblemException {
  private static final long serialVersionUID = 1L;

  FileTooLargeException(Problem problem) {
    super(problem);
  }
}
