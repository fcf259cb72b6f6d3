package io.github.dfserver.manager.file;

import io.github.dfserver.manager.node.CommandFailedException;
import io.github.dfserver.protocol.FailureCode;

/** A node did not take an upload of which no byte is lost, so that another node can be tried. */
final class RefusedByNodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean full;

  RefusedByNodeException(boolean full) {
    super("the node did not take the upload", null, false, false);
    this.full = full;
  }

  /** What a node's answer means for the next one. */
  static RefusedByNodeException after(Throwable failure) {
    return new RefusedByNodeException(
        failure instanceof CommandFailedException failed && failed.code() == FailureCode.NO_SPACE);
  }

  /** Whether that was for want of room. */
  boolean full() {
    return full;
  }
}
