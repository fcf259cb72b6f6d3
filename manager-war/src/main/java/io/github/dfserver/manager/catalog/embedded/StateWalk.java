package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Walks a map of the state file as it was when the walk began, over the keys that begin with a
 * prefix, which is cut off. For one thread.
 */
final class StateWalk implements AutoCloseable {
  private final MVStore store;
  private final byte[] prefix;
  private final BinaryOperator<byte[]> record;
  private final MVStore.TxCounter version;
  private final Cursor<byte[], byte[]> cursor;
  private byte[] key;

  /**
   * Begins a walk.
   *
   * @param from begins at this key
   * @param record gives the record, or null, from key and value
   */
  StateWalk(MVStore store, MVMap<byte[], byte[]> map, byte[] from, BinaryOperator<byte[]> record) {
    this(store, map, new byte[0], from, record);
  }

  /**
   * Begins a walk below a prefix.
   *
   * @param from begins at this key, behind the prefix
   * @param record gives the record, or null, from key, behind the prefix, and value
   */
  StateWalk(
      MVStore store,
      MVMap<byte[], byte[]> map,
      byte[] prefix,
      byte[] from,
      BinaryOperator<byte[]> record) {
    this.store = store;
    this.prefix = prefix;
    this.record = record;
    byte[] start = Arrays.copyOf(prefix, prefix.length + from.length);
    System.arraycopy(from, 0, start, prefix.length, from.length);
    version = store.registerVersionUsage();
    boolean begun = false;
    try {
      cursor = map.cursor(start);
      begun = true;
    } catch (RuntimeException e) {
      throw State.unreadable(e);
    } finally {
      if (!begun) {
        store.deregisterVersionUsage(version);
      }
    }
  }

  /** Moves on; false at the end. */
  boolean advance() {
    try {
      if (!cursor.hasNext()) {
        return false;
      }
      byte[] next = cursor.next();
      if (next.length < prefix.length
          || !Arrays.equals(next, 0, prefix.length, prefix, 0, prefix.length)) {
        return false;
      }
      key = prefix.length == 0 ? next : Arrays.copyOfRange(next, prefix.length, next.length);
      return true;
    } catch (RuntimeException e) {
      throw State.unreadable(e);
    }
  }

  byte[] key() {
    return key;
  }

  /**
   * The current record; null when it is gone.
   *
   * @throws CatalogException when it is damaged
   */
  byte[] value() {
    return record.apply(key, cursor.getValue());
  }

  @Override
  public void close() {
    store.deregisterVersionUsage(version);
  }
}
