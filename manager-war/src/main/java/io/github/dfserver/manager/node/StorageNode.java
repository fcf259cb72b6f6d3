package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.protocol.ScrubReport;
import io.github.dfserver.protocol.StoreStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * What this manager knows of a node now. Immutable.
 *
 * @param record what the catalogue knows
 * @param connection its connection, while it is online
 * @param status what it last said of its disk; empty when it has not been online since this manager
 *     started
 * @param scrub what it last said of reading its files again; empty when it has not been online
 *     since this manager started
 * @param leaving whether it said that it is stopping: it finishes its work and is given no more
 */
public record StorageNode(
    NodeRecord record,
    Optional<Connected> connection,
    Optional<StoreStatus> status,
    Optional<ScrubReport> scrub,
    boolean leaving) {

  /**
   * A node's connection.
   *
   * @param channel takes commands
   * @param processId one start of the node's process
   * @param since when it connected
   */
  public record Connected(NodeChannel channel, UUID processId, Instant since) {}

  /** A node that is not connected. */
  static StorageNode offline(NodeRecord record) {
    return new StorageNode(record, Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** The node's id. */
  public String id() {
    return record.id();
  }

  /** Whether commands can be sent to it. */
  public boolean online() {
    return connection.isPresent();
  }

  /** Whether new files may be placed on it. */
  public boolean accepting() {
    return online() && !leaving && status.map(StoreStatus::accepting).orElse(false);
  }

  /** When this or another manager last heard of it, to the millisecond. */
  public Instant lastSeen() {
    return connection
        .map(c -> c.channel().lastHeardAt())
        .orElse(record.lastSeen())
        .truncatedTo(ChronoUnit.MILLIS);
  }

  /** Bytes that new files may take, as last heard; 0 when nothing was heard. */
  public long freeBytes() {
    return status.map(StoreStatus::freeBytes).orElse(0L);
  }

  StorageNode connected(NodeRecord newRecord, Connected by, StoreStatus newStatus) {
    return new StorageNode(newRecord, Optional.of(by), Optional.of(newStatus), scrub, false);
  }

  StorageNode disconnected(Instant now) {
    NodeRecord seen = record.seen(record.incarnation(), now);
    return new StorageNode(seen, Optional.empty(), status, scrub, false);
  }

  StorageNode withStatus(StoreStatus newStatus) {
    return new StorageNode(record, connection, Optional.of(newStatus), scrub, leaving);
  }

  StorageNode withScrub(ScrubReport report) {
    return new StorageNode(record, connection, status, Optional.of(report), leaving);
  }

  StorageNode goodbye() {
    return new StorageNode(record, connection, status, scrub, true);
  }

  boolean connectedBy(NodeChannel channel) {
    return connection.filter(c -> c.channel() == channel).isPresent();
  }
}
