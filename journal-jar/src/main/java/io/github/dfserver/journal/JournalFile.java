package io.github.dfserver.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A segment that is being written: the journal's port to the disk. Everything that durability
 * depends on goes through here, so that a test can record the order of calls or lose power.
 *
 * <p>Used by one thread at a time.
 */
public interface JournalFile extends Closeable {
  /** Writes all remaining bytes of {@code source} at {@code offset}. */
  void write(long offset, ByteBuffer source) throws IOException;

  /** Cuts the file off at {@code size} bytes. */
  void truncate(long size) throws IOException;

  /** Returns once the content and the size are on stable storage. */
  void force() throws IOException;

  /** Opens, deletes and lists nothing but segments. Safe for use by several threads. */
  interface Opener {
    /** Creates a file that must not exist. */
    JournalFile create(Path file) throws IOException;

    /** Opens a file that exists. */
    JournalFile open(Path file) throws IOException;

    /** Deletes a file; one that is already gone is no error. */
    void delete(Path file) throws IOException;

    /** Returns once the directory's entries are on stable storage. */
    void forceDirectory(Path directory) throws IOException;

    /** The files of the operating system. */
    static Opener disk() {
      return new DiskOpener();
    }
  }
}
