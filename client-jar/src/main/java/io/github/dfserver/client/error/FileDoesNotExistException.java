package io.github.dfserver.client.error;

/** Code 2: there is no file of this name. */
public final class FileDoesNotExistException extends ProblemException {
  private static final long serialVersionUID = 1L;

  FileDoesNotExistException(Problem problem) {
    super(problem);
  }
}
