package io.github.dfserver.client.error;

/** The caller has called it off, or has interrupted the thread while it waited. */
public final class TransferCancelledException extends DfsException {
  private static final long serialVersionUID = 1L;

  /** With what was going on; null where nothing was. */
  public TransferCancelledException(Throwable cause) {
    super("The transfer was called off by its caller.", cause);
  }
}
