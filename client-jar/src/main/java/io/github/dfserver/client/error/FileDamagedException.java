package io.github.dfserver.client.error;

/** Code 12: the file's bytes are gone from its node, or fail their checksum. */
public final class FileDamagedException extends ProblemException {
  private static final long serialVersionUID = 1L;

  FileDamagedException(Problem problem) {
    super(problem);
  }
}
