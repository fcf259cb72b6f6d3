package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.Health;
import java.util.Arrays;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Names of files in the state file by what is asked of them. Changed by the thread that makes
 * checkpoints.
 */
final class FileIndexes {
  private static final byte[] NOTHING = new byte[0];

  private final MVMap<byte[], byte[]> live;
  private final MVMap<byte[], byte[]> unwell;
  private final MVMap<byte[], byte[]> unsettled;

  FileIndexes(MVStore store) {
    live = BytesType.open(store, "live-by-node");
    unwell = BytesType.open(store, "unwell-by-node");
    unsettled = BytesType.open(store, "unsettled");
  }

  /** The names that are LIVE, behind {@link Keys#node}. */
  MVMap<byte[], byte[]> live() {
    return live;
  }

  /** The names that are LIVE and not INTACT, behind {@link #unwellPrefix}. */
  MVMap<byte[], byte[]> unwell() {
    return unwell;
  }

  /** The names that are not settled. */
  MVMap<byte[], byte[]> unsettled() {
    return unsettled;
  }

  /** What the keys of the unwell files of a node begin with. */
  static byte[] unwellPrefix(String node, Health health) {
    return unwellPrefix(node, RecordCodec.code(health));
  }

  private static byte[] unwellPrefix(String node, byte health) {
    return Keys.join(Keys.node(node), new byte[] {health});
  }

  /**
   * Follows a change of a record.
   *
   * @param before the record before, or null
   * @param now the record now, or null
   */
  void follow(byte[] name, byte[] before, byte[] now) {
    follow(live, liveKey(name, before), liveKey(name, now));
    follow(unwell, unwellKey(name, before), unwellKey(name, now));
    follow(unsettled, unsettledKey(name, before), unsettledKey(name, now));
  }

  private static void follow(MVMap<byte[], byte[]> index, byte[] before, byte[] now) {
    if (before != null && !Arrays.equals(before, now)) {
      index.remove(before);
    }
    if (now != null) {
      index.put(now, NOTHING);
    }
  }

  private static byte[] liveKey(byte[] name, byte[] file) {
    return file != null && RecordCodec.isHeld(file)
        ? Keys.join(Keys.node(RecordCodec.node(file)), name)
        : null;
  }

  private static byte[] unwellKey(byte[] name, byte[] file) {
    return file != null && RecordCodec.isUnwell(file)
        ? Keys.join(unwellPrefix(RecordCodec.node(file), RecordCodec.healthCode(file)), name)
        : null;
  }

  private static byte[] unsettledKey(byte[] name, byte[] file) {
    return file != null && RecordCodec.isUnsettled(file) ? name : null;
  }
}
