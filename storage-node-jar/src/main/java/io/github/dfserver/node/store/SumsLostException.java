package io.github.dfserver.node.store;

/** The checksums of a copy's blocks are damaged, which says nothing of the copy. */
final class SumsLostException extends Exception {
  private static final long serialVersionUID = 1L;

  SumsLostException() {
    super("the checksums of the blocks are damaged");
  }
}
