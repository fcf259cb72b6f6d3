package io.github.dfserver.manager.catalog.embedded;

/** The kinds of records. */
enum Table {
  /** File records by the UTF-8 of their names. */
  FILES(1, "files"),
  /** Nodes by the UTF-8 of their ids. */
  NODES(2, "nodes"),
  /** Tombstones by node and copy id. */
  TOMBSTONES(3, "tombstones"),
  /** Up to which move sequence files were deleted, by file id. */
  DELETED_FILES(4, "deleted-files"),
  /** Strays by node, name and copy id. */
  STRAYS(5, "strays"),
  /** The names of strays by node and copy id. */
  STRAY_NAMES(6, "stray-names"),
  /** The state of the cluster, by one key. */
  CLUSTER(7, "cluster"),
  /** The last term of each lease by the lease's name. */
  LEASES(8, "leases");

  private final byte code;
  private final String map;

  Table(int code, String map) {
    this.code = (byte) code;
    this.map = map;
  }

  /** What stands for it in the journal; above 0. */
  byte code() {
    return code;
  }

  /** The map of the state file that holds it. */
  String map() {
    return map;
  }

  /**
   * The table of a code.
   *
   * @throws IllegalArgumentException when no table has it
   */
  static Table of(byte code) {
    for (Table table : values()) {
      if (table.code == code) {
        return table;
      }
    }
    throw new IllegalArgumentException("no table has the code " + code);
  }
}
