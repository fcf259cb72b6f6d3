package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.catalog.NodeUsage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * The records and what is derived from them, in maps of an MVStore. Changed by one thread at a
 * time, read by any.
 */
final class State {
  private static final byte[] NOTHING = new byte[0];

  private final MVMap<byte[], byte[]> files;
  private final MVMap<byte[], byte[]> live;
  private final MVMap<byte[], byte[]> unsettled;
  private final MVMap<byte[], byte[]> nodes;
  private final MVMap<byte[], byte[]> usage;

  State(MVStore store) {
    files = open(store, "files");
    live = open(store, "live-by-node");
    unsettled = open(store, "unsettled-by-lease");
    nodes = open(store, "nodes");
    usage = open(store, "usage");
  }

  private static MVMap<byte[], byte[]> open(MVStore store, String name) {
    return store.openMap(
        name,
        new MVMap.Builder<byte[], byte[]>().keyType(KeyType.INSTANCE).valueType(KeyType.INSTANCE));
  }

  /** The record of a name, or null. */
  FileRecord file(String name) {
    byte[] record = files.get(NameKey.of(name));
    return record == null ? null : RecordCodec.decodeFile(ByteBuffer.wrap(record));
  }

  /** All records from a name on, as they are now. */
  Cursor<byte[], byte[]> filesFrom(byte[] name) {
    return files.cursor(name);
  }

  /** The names that are LIVE on a node, as keys of {@link #nodePrefix} and name. */
  Cursor<byte[], byte[]> liveFrom(byte[] key) {
    return live.cursor(key);
  }

  /** What is not LIVE, as keys of lease and name, in order. */
  Cursor<byte[], byte[]> unsettled() {
    return unsettled.cursor(null);
  }

  void put(FileRecord file, byte[] encoded) {
    byte[] key = NameKey.of(file.name());
    byte[] before = files.put(key, encoded);
    forget(key, before);
    if (file.state() == FileState.LIVE) {
      live.put(join(nodePrefix(file.node()), key), NOTHING);
      count(file, 1);
    } else {
      unsettled.put(leaseKey(file, key), NOTHING);
    }
  }

  void removeFile(String name) {
    byte[] key = NameKey.of(name);
    forget(key, files.remove(key));
  }

  private void forget(byte[] key, byte[] record) {
    if (record == null) {
      return;
    }
    FileRecord file = RecordCodec.decodeFile(ByteBuffer.wrap(record));
    if (file.state() == FileState.LIVE) {
      live.remove(join(nodePrefix(file.node()), key));
      count(file, -1);
    } else {
      unsettled.remove(leaseKey(file, key));
    }
  }

  private void count(FileRecord file, int sign) {
    FileContent content = file.content().orElseThrow();
    byte[] node = file.node().getBytes(StandardCharsets.UTF_8);
    NodeUsage before = usage(usage.get(node));
    long count = before.files() + sign;
    if (count == 0) {
      usage.remove(node);
    } else {
      byte[] counts = new byte[16];
      ByteBuffer.wrap(counts).putLong(count).putLong(before.bytes() + sign * content.size());
      usage.put(node, counts);
    }
  }

  private static NodeUsage usage(byte[] counts) {
    if (counts == null) {
      return new NodeUsage(0, 0);
    }
    ByteBuffer from = ByteBuffer.wrap(counts);
    long files = from.getLong();
    return new NodeUsage(files, from.getLong());
  }

  Map<String, NodeUsage> usage() {
    Map<String, NodeUsage> all = new HashMap<>();
    Cursor<byte[], byte[]> cursor = usage.cursor(null);
    while (cursor.hasNext()) {
      String node = new String(cursor.next(), StandardCharsets.UTF_8);
      all.put(node, usage(cursor.getValue()));
    }
    return all;
  }

  /** The record of a node, or null. */
  NodeRecord node(String id) {
    byte[] record = nodes.get(id.getBytes(StandardCharsets.UTF_8));
    return record == null ? null : RecordCodec.decodeNode(ByteBuffer.wrap(record));
  }

  Cursor<byte[], byte[]> nodes() {
    return nodes.cursor(null);
  }

  void put(NodeRecord node, byte[] encoded) {
    nodes.put(node.id().getBytes(StandardCharsets.UTF_8), encoded);
  }

  void removeNode(String id) {
    nodes.remove(id.getBytes(StandardCharsets.UTF_8));
  }

  /** What the keys of a node's LIVE names begin with; node ids have no byte below the comma. */
  static byte[] nodePrefix(String node) {
    return (node + '\0').getBytes(StandardCharsets.UTF_8);
  }

  static byte[] join(byte[] prefix, byte[] name) {
    byte[] key = new byte[prefix.length + name.length];
    System.arraycopy(prefix, 0, key, 0, prefix.length);
    System.arraycopy(name, 0, key, prefix.length, name.length);
    return key;
  }

  private static byte[] leaseKey(FileRecord file, byte[] name) {
    byte[] lease = new byte[Long.BYTES];
    // The sign bit is turned so that unsigned order is that of time.
    ByteBuffer.wrap(lease).putLong(file.leaseExpires().toEpochMilli() ^ Long.MIN_VALUE);
    return join(lease, name);
  }
}
