package io.github.dfserver.client.error;

/** While a file was read, it was deleted and another one was created under its name. */
public final class FileChangedException extends DfsException {
  private static final long serialVersionUID = 1L;

  /** With a sentence that names the file. */
  public FileChangedException(String message, Throwable cause) {
    super(message, cause);
  }
}
