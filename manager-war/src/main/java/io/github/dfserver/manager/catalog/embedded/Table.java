package io.github.dfserver.manager.catalog.embedded;

/** The two kinds of records. */
enum Table {
  /** File records by the UTF-8 of their names. */
  FILES,
  /** Nodes by the UTF-8 of their ids. */
  NODES
}
