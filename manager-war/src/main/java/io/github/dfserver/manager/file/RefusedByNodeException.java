package io.github.dfserver.manager.file;

/** A node did not take an upload of which no byte is lost, so that another node can be tried. */
final class RefusedByNodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedByNodeException() {
    super("the node did not take the upload", null, false, false);
  }
}
