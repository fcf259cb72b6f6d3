package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.ErrorCode;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import java.util.HashSet;
import java.util.Set;

/** The nodes that did not take an upload, which goes from one to the next. */
final class Refusals {
  private final Set<String> nodes = new HashSet<>();
  private boolean otherThanFull;

  void add(String node, boolean full) {
    nodes.add(node);
    otherThanFull |= !full;
  }

  Set<String> nodes() {
    return nodes;
  }

  /** Says that the nodes cannot be used, where it is not for want of room that none is left. */
  ProblemException explain(ProblemException noneLeft) {
    return otherThanFull && noneLeft.problem().code() == ErrorCode.INSUFFICIENT_STORAGE
        ? new ProblemException(
            Problem.serversUnavailable("The storage nodes failed during the upload; try again."))
        : noneLeft;
  }
}
