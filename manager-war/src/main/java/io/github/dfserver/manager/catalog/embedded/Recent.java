package io.github.dfserver.manager.catalog.embedded;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Changes that have not reached the state file, the last one of each key. Changed by one thread at
 * a time, read by any.
 */
final class Recent {
  private final Map<Table, ConcurrentNavigableMap<byte[], Change>> tables =
      new EnumMap<>(Table.class);

  Recent() {
    for (Table table : Table.values()) {
      tables.put(table, new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
    }
  }

  /** The last change of a key, or null. */
  Change get(Table table, byte[] key) {
    return tables.get(table).get(key);
  }

  void put(Table table, byte[] key, Change change) {
    tables.get(table).put(key, change);
  }

  /** All changes, in the order of their keys. */
  Map<byte[], Change> all(Table table) {
    return tables.get(table);
  }

  /** The changes at and above a key. */
  NavigableMap<byte[], Change> from(Table table, byte[] key) {
    return tables.get(table).tailMap(key, true);
  }
}
