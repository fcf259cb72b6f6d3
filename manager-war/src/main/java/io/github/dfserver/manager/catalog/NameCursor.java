package io.github.dfserver.manager.catalog;

/** Walks LIVE records in the order of their keys. For the adapters; for one thread. */
public interface NameCursor extends AutoCloseable {

  /**
   * Moves to the next record.
   *
   * @return whether there is one
   */
  boolean advance();

  /** The name of the current record. */
  String name();

  /** The current record. */
  FileRecord record();

  @Override
  void close();

  /** Opens cursors over one catalogue. */
  @FunctionalInterface
  interface Source {
    /**
     * A cursor before the first LIVE record whose key is at or above {@code from}; see {@link
     * NameKey}.
     */
    NameCursor open(byte[] from);
  }
}
