package io.github.dfserver.journal;

/**
 * The wait for the disk ended before there was room. The entry was not appended, the journal still
 * works, and the call may be repeated.
 */
public final class JournalBusyException extends JournalFailedException {
  private static final long serialVersionUID = 1L;

  /** Says what was waited for. */
  public JournalBusyException(String message) {
    super(message);
  }
}
