package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.NameCursor;
import io.github.dfserver.manager.catalog.NameKey;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Walks records in the order of their keys: those of the state file, except where a layer knows
 * better, and of those the wanted ones. For one thread.
 */
final class MergedWalk implements NameCursor {

  /** The changes of a layer, one ahead. */
  private static final class Run {
    private final Iterator<Map.Entry<byte[], Change>> changes;
    private Map.Entry<byte[], Change> head;

    Run(Map<byte[], Change> changes) {
      this.changes = changes.entrySet().iterator();
      advance();
    }

    void advance() {
      head = changes.hasNext() ? changes.next() : null;
    }

    byte[] key() {
      return head == null ? null : head.getKey();
    }
  }

  private final Run current;
  private final Run folding;
  private final StateWalk state;
  private final Predicate<byte[]> wanted;
  private boolean stateHasMore;
  private byte[] key;
  private byte[] value;

  /**
   * Begins a walk.
   *
   * @param layers taken before {@code state} was begun
   * @param from where the layers' part begins
   * @param state the same part of the state file; closed with this walk
   * @param wanted tells which records are given; never asked about null
   */
  MergedWalk(Layers layers, Table table, byte[] from, StateWalk state, Predicate<byte[]> wanted) {
    current = new Run(layers.current().from(table, from));
    folding = new Run(layers.folding().from(table, from));
    this.state = state;
    this.wanted = wanted;
    stateHasMore = state.advance();
  }

  /** A walk over a whole table, at and above a key. */
  static MergedWalk of(
      Layers layers, Table table, byte[] from, State state, Predicate<byte[]> wanted) {
    return new MergedWalk(layers, table, from, state.walk(table, from), wanted);
  }

  @Override
  public boolean advance() {
    while (step()) {
      if (value != null && wanted.test(value)) {
        return true;
      }
    }
    return false;
  }

  /** To the next key of any of the three; the newest of those that have it tells its value. */
  private boolean step() {
    byte[] stateKey = stateHasMore ? state.key() : null;
    byte[] least = least(least(current.key(), folding.key()), stateKey);
    if (least == null) {
      return false;
    }
    key = least;
    boolean inCurrent = Arrays.equals(least, current.key());
    boolean inFolding = Arrays.equals(least, folding.key());
    boolean inState = Arrays.equals(least, stateKey);
    if (inCurrent) {
      value = current.head.getValue().value();
    } else if (inFolding) {
      value = folding.head.getValue().value();
    } else {
      value = state.value();
    }
    if (inCurrent) {
      current.advance();
    }
    if (inFolding) {
      folding.advance();
    }
    if (inState) {
      stateHasMore = state.advance();
    }
    return true;
  }

  private static byte[] least(byte[] a, byte[] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
  }

  byte[] key() {
    return key;
  }

  byte[] value() {
    return value;
  }

  @Override
  public String name() {
    return NameKey.name(key);
  }

  @Override
  public FileRecord record() {
    return RecordCodec.file(key, value);
  }

  @Override
  public void close() {
    state.close();
  }
}
