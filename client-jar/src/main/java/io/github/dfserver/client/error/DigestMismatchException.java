package io.github.dfserver.client.error;

/** Bytes have arrived, here or at the manager, that are not the ones that were sent. */
public final class DigestMismatchException extends DfsException {
  private static final long serialVersionUID = 1L;

  /** With a sentence that names the file and both digests. */
  public DigestMismatchException(String message) {
    super(message, null);
  }
}
