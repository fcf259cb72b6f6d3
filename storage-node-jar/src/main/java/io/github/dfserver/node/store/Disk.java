package io.github.dfserver.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * The store's port to the disk: every change below the root, but for the journal's and the index's
 * own files, goes through here, so that a test can record the order of calls or lose power. No
 * method follows a symbolic link in the last part of a path. Safe for use by several threads.
 */
interface Disk extends Closeable {
  /** Creates one directory; fails when something of that name is there. */
  void createDirectory(Path directory) throws IOException;

  /** Removes a directory that is empty; returns whether it was. */
  boolean removeEmptyDirectory(Path directory) throws IOException;

  /** Creates a file that must not be there. */
  Output create(Path file) throws IOException;

  /** Appends to a file, which is created when it is not there; returns the file's new size. */
  long append(Path file, ByteBuffer content) throws IOException;

  /** Renames a file, atomically taking the place of what is there. */
  void move(Path from, Path to) throws IOException;

  /** Removes a file; returns whether it was there. */
  boolean delete(Path file) throws IOException;

  /** Returns once the entries of a directory are on stable storage. */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Returns once everything done before is on stable storage, or at least these files and
   * directories with what is in them; what is no longer there is passed over.
   */
  void forceAll(Collection<Path> files, Collection<Path> directories) throws IOException;

  /** A new file. Written by one thread; may be forced by another meanwhile. */
  interface Output extends Closeable {
    /** Appends all that remains. */
    void write(ByteBuffer content) throws IOException;

    /** Returns once what was written before is on stable storage. */
    void force() throws IOException;
  }
}
