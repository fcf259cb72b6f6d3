package io.github.dfserver.manager.catalog.embedded;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Changes that have not reached the state file, the last one of each key. Changed by one thread at
 * a time, read by any.
 */
final class Recent {
  private final ConcurrentNavigableMap<byte[], Change> files =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private final ConcurrentNavigableMap<byte[], Change> nodes =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

  private ConcurrentNavigableMap<byte[], Change> of(Table table) {
    return table == Table.FILES ? files : nodes;
  }

  /** The last change of a key, or null. */
  Change get(Table table, byte[] key) {
    return of(table).get(key);
  }

  void put(Table table, byte[] key, Change change) {
    of(table).put(key, change);
  }

  /** All changes, in the order of their keys. */
  Map<byte[], Change> all(Table table) {
    return of(table);
  }

  /** The changes at and above a key. */
  NavigableMap<byte[], Change> from(Table table, byte[] key) {
    return of(table).tailMap(key, true);
  }
}
