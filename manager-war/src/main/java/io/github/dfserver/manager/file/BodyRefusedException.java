package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import java.io.IOException;

/** A body turned out, while it was read, to be one that is not taken. */
final class BodyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  BodyRefusedException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
