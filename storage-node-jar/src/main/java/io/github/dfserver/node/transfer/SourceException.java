package io.github.dfserver.node.transfer;

/** What is to be sent could not be read. */
final class SourceException extends Exception {
  private static final long serialVersionUID = 1;

  SourceException(Exception cause) {
    super(cause);
  }
}
