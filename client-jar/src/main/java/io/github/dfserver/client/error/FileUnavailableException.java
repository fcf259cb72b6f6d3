package io.github.dfserver.client.error;

/** Code 4: the file's node is offline or has too much to do; nothing was changed. */
public final class FileUnavailableException extends ProblemException {
  private static final long serialVersionUID = 1L;

  FileUnavailableException(Problem problem) {
    super(problem);
  }
}
