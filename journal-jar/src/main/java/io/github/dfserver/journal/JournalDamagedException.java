package io.github.dfserver.journal;

import java.io.IOException;
import java.nio.file.Path;

/** The journal lacks, or cannot read, something that it once promised to keep. */
public final class JournalDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final long offset;

  /** Names the place and says what is wrong there. */
  public JournalDamagedException(Path file, long offset, String problem) {
    super("The journal is damaged in " + file + " at offset " + offset + ": " + problem);
    this.file = file;
    this.offset = offset;
  }

  /** The damaged segment, or the journal's directory when a segment is missing. */
  public Path file() {
    return file;
  }

  /** Where in the file the damage begins, in bytes. */
  public long offset() {
    return offset;
  }
}
