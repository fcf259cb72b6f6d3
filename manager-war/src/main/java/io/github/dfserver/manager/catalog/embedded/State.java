package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.format.Formats;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.NodeUsage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * The state file: records and what is derived from them as they were at the last checkpoint, in an
 * MVStore. Read by any thread, changed by the one that makes checkpoints. It is written to disk
 * between keys only, never in the middle of one; a checkpoint that a crash cut off is made again
 * from the journal, to the same end.
 */
final class State implements AutoCloseable {
  private static final Logger LOG = System.getLogger(State.class.getName());

  /**
   * What is known. A step works on a store whose journal has nothing that is not in it yet, and
   * commits before it returns.
   */
  static final Formats<MVStore> FORMATS = new Formats<>(2, List.of());

  private static final String META = "meta";
  private static final String FORMAT_KEY = "format";
  private static final String POSITION_KEY = "position";

  /** Memory for pages that are not written yet, while a checkpoint is made. */
  static final int UNSAVED_BYTES = 8 << 20;

  private static final int FILL_PERCENT = 50;
  private static final int COMPACT_BYTES = 16 << 20;
  private static final byte[] NOTHING = new byte[0];

  private final MVStore store;
  private final boolean force;
  private final int unsavedBytes;
  private final MVMap<String, String> meta;
  private final Map<Table, MVMap<byte[], byte[]>> tables = new EnumMap<>(Table.class);
  private final FileIndexes indexes;
  private final MVMap<byte[], byte[]> usage;

  /**
   * Takes an open store.
   *
   * @param force whether what is written is forced to disk
   * @param unsavedBytes about so much of a checkpoint is written at a time
   */
  State(MVStore store, boolean force, int unsavedBytes) {
    this.store = store;
    this.force = force;
    this.unsavedBytes = unsavedBytes;
    // What a checkpoint frees may be used again at once, because each one is forced.
    store.setRetentionTime(0);
    meta = store.openMap(META);
    for (Table table : Table.values()) {
      tables.put(table, BytesType.open(store, table.map()));
    }
    indexes = new FileIndexes(store);
    usage = BytesType.open(store, "usage");
  }

  /** Makes a store the state file of a new cluster, and closes it. */
  static void create(MVStore store, int format, boolean force) {
    store.<String, String>openMap(META).put(FORMAT_KEY, String.valueOf(format));
    State state = new State(store, force, UNSAVED_BYTES);
    put(
        state.tables.get(Table.CLUSTER),
        EmbeddedCluster.KEY,
        ClusterCodec.encode(ClusterState.created()));
    state.commit();
    state.close();
  }

  /** The format of a store that {@link #isIn is} a state file; 1 where it does not say. */
  static int format(MVStore store) {
    return Integer.parseInt(store.<String, String>openMap(META).getOrDefault(FORMAT_KEY, "1"));
  }

  /** Writes down that a store has another format from now on. */
  static void recordFormat(MVStore store, int format, boolean force) {
    store.<String, String>openMap(META).put(FORMAT_KEY, String.valueOf(format));
    store.commit();
    if (force) {
      store.sync();
    }
  }

  /** Whether a store is a state file, rather than one that has just been made. */
  static boolean isIn(MVStore store) {
    return store.hasMap(META);
  }

  /** Where the journal has to be replayed from. */
  long position() {
    return position(meta);
  }

  /** The same of a store that is not open as a state yet. */
  static long position(MVStore store) {
    return position(store.<String, String>openMap(META));
  }

  private static long position(Map<String, String> meta) {
    return Long.parseLong(meta.getOrDefault(POSITION_KEY, "0"));
  }

  /**
   * The record of a key, or null.
   *
   * @throws CatalogException when the file cannot be read or is damaged
   */
  byte[] get(Table table, byte[] key) {
    return reading(() -> unseal(key, tables.get(table).get(key)));
  }

  /** A walk over all records at and above a key. */
  StateWalk walk(Table table, byte[] from) {
    return new StateWalk(store, tables.get(table), from, State::unseal);
  }

  /** A walk over the names that are LIVE on a node, at and above one. */
  StateWalk liveOn(String node, byte[] from) {
    return names(indexes.live(), Keys.node(node), from);
  }

  /** A walk over the names that are LIVE on a node and known to be so unwell. */
  StateWalk unwellOn(String node, Health health, byte[] from) {
    return names(indexes.unwell(), FileIndexes.unwellPrefix(node, health), from);
  }

  /** A walk over the names that are not settled. */
  StateWalk unsettled() {
    return names(indexes.unsettled(), NOTHING, NOTHING);
  }

  private StateWalk names(MVMap<byte[], byte[]> index, byte[] prefix, byte[] from) {
    return new StateWalk(store, index, prefix, from, (key, empty) -> get(Table.FILES, key));
  }

  /** Reads while no page of what is read can be overwritten. */
  private <T> T reading(Supplier<T> read) {
    MVStore.TxCounter version = null;
    try {
      version = store.registerVersionUsage();
      return read.get();
    } catch (CatalogException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(e);
    } finally {
      if (version != null) {
        store.deregisterVersionUsage(version);
      }
    }
  }

  static CatalogException unreadable(RuntimeException e) {
    return new CatalogException(
        "The catalogue's state file cannot be read: see to its disk, or stop the manager and"
            + " restore the catalogue's directory, all of it, from a backup",
        e);
  }

  /** What each node holds at {@link #position}. */
  Map<String, NodeUsage> usage() {
    Map<String, NodeUsage> all = new HashMap<>();
    for (Map.Entry<byte[], byte[]> node : usage.entrySet()) {
      ByteBuffer counts = ByteBuffer.wrap(node.getValue());
      all.put(
          new String(node.getKey(), StandardCharsets.UTF_8),
          new NodeUsage(counts.getLong(), counts.getLong()));
    }
    return all;
  }

  /** Brings a layer into the file, and with it the position from which the journal is needed. */
  void fold(Ledger.Fold fold) {
    for (Table table : Table.values()) {
      MVMap<byte[], byte[]> map = tables.get(table);
      for (Map.Entry<byte[], Change> change : fold.changes().all(table).entrySet()) {
        byte[] key = change.getKey();
        byte[] value = change.getValue().value();
        if (table == Table.FILES) {
          indexes.follow(key, unseal(key, map.get(key)), value);
        }
        put(map, key, value);
        commitWhenMuch();
      }
    }
    foldUsage(fold.usage());
    meta.put(POSITION_KEY, Long.toString(fold.position()));
    commit();
    if (store.compact(FILL_PERCENT, COMPACT_BYTES)) {
      commit();
    }
  }

  private static void put(MVMap<byte[], byte[]> map, byte[] key, byte[] value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, Seal.on(key, value));
    }
  }

  private static byte[] unseal(byte[] key, byte[] sealed) {
    return sealed == null ? null : Seal.check(key, sealed);
  }

  private void foldUsage(Map<String, NodeUsage> now) {
    Set<String> all = new TreeSet<>(usage().keySet());
    all.addAll(now.keySet());
    for (String node : all) {
      byte[] key = node.getBytes(StandardCharsets.UTF_8);
      NodeUsage held = now.get(node);
      if (held == null) {
        usage.remove(key);
      } else {
        ByteBuffer counts = ByteBuffer.allocate(2 * Long.BYTES);
        usage.put(key, counts.putLong(held.files()).putLong(held.bytes()).array());
      }
    }
  }

  private void commitWhenMuch() {
    if (store.getUnsavedMemory() > unsavedBytes) {
      commit();
    }
  }

  private void commit() {
    store.commit();
    if (force) {
      store.sync();
    }
  }

  /** Gives the file back, after a checkpoint. */
  @Override
  public void close() {
    try {
      store.close();
    } catch (
        RuntimeException e) { // what MVStore throws at a damaged file is not MVStoreException only
      LOG.log(Level.ERROR, "The catalogue's state file was not closed well", e);
      store.closeImmediately();
    }
  }

  /** Gives the file back without writing anything. */
  void abandon() {
    store.closeImmediately();
  }
}
