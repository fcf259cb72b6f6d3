package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.ManagerRecord.Presence;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.protocol.ScrubReport;
import io.github.dfserver.protocol.StoreStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What this manager knows of a node now. Immutable.
 *
 * <p>A node is online while it is connected to this manager, or to another one that announces it.
 *
 * @param record what the catalogue knows
 * @param connection its connection to this manager, while there is one
 * @param elsewhere its connections to other managers, as they announce them
 * @param status what it last told this manager of its disk; empty when it was not connected since
 *     this manager started
 * @param scrub what it last told this manager of reading its files again; empty when it was not
 *     connected since this manager started
 * @param leaving whether it said that it is stopping: it finishes its work and is given no more
 */
public record StorageNode(
    NodeRecord record,
    Optional<Connected> connection,
    List<Elsewhere> elsewhere,
    Optional<StoreStatus> status,
    Optional<ScrubReport> scrub,
    boolean leaving) {

  /**
   * A node's connection.
   *
   * @param channel takes commands
   * @param processId one start of the node's process
   * @param incarnation which start of its data directory that was
   * @param since when it connected
   */
  public record Connected(NodeChannel channel, UUID processId, long incarnation, Instant since) {}

  /**
   * A node's connection to another manager.
   *
   * @param manager that manager
   * @param url its base URL; empty while it does not know it
   * @param presence what it announces of the node
   * @param read when that was read
   */
  public record Elsewhere(UUID manager, String url, Presence presence, Instant read) {}

  /** What an operator is told of it. */
  public enum State {
    ONLINE,
    OFFLINE,
    /** Online, and being emptied. */
    DRAINING,
    /** Online, and empty for good. */
    DRAINED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** How the API spells it. */
    public String label() {
      return label;
    }
  }

  /** Copies the list. */
  public StorageNode {
    elsewhere = List.copyOf(elsewhere);
  }

  /** A node that is not connected. */
  static StorageNode offline(NodeRecord record) {
    return new StorageNode(
        record, Optional.empty(), List.of(), Optional.empty(), Optional.empty(), false);
  }

  /** The node's id. */
  public String id() {
    return record.id();
  }

  /** Whether commands can be sent to it. */
  public boolean online() {
    return connection.isPresent() || !elsewhere.isEmpty();
  }

  /**
   * What an operator is told of it.
   *
   * @param drained whether it was found to be drained
   */
  public State state(boolean drained) {
    if (!online()) {
      return State.OFFLINE;
    }
    if (!record.draining()) {
      return State.ONLINE;
    }
    return drained ? State.DRAINED : State.DRAINING;
  }

  /** The start of its process that is connected; empty while it is offline. */
  public Optional<UUID> processId() {
    return connection
        .map(Connected::processId)
        .or(() -> elsewhere.stream().map(there -> there.presence().processId()).findFirst());
  }

  /** Whether new files may be placed on it. */
  public boolean accepting() {
    return online()
        && !isLeaving()
        && !record.draining()
        && latest().map(StoreStatus::accepting).orElse(false);
  }

  /** Whether it said, to this manager or another, that it is stopping. */
  public boolean isLeaving() {
    return leaving || elsewhere.stream().anyMatch(there -> there.presence().leaving());
  }

  /** What it last said of its disk: to this manager where it is connected, else to another. */
  public Optional<StoreStatus> latest() {
    return connection.isPresent() || elsewhere.isEmpty()
        ? status
        : Optional.of(elsewhere.get(0).presence().status());
  }

  /** Since when it is online, to the millisecond; empty while it is not. */
  public Optional<Instant> connectedSince() {
    return Stream.concat(
            connection.map(Connected::since).stream(),
            elsewhere.stream().map(there -> there.presence().since()))
        .min(Comparator.naturalOrder())
        .map(since -> since.truncatedTo(ChronoUnit.MILLIS));
  }

  /** When this or another manager last heard of it, to the millisecond. */
  public Instant lastSeen() {
    return connection
        .map(c -> c.channel().lastHeardAt())
        .or(() -> elsewhere.stream().map(Elsewhere::read).findFirst())
        .orElse(record.lastSeen())
        .truncatedTo(ChronoUnit.MILLIS);
  }

  /** Bytes that new files may take, as last heard; 0 when nothing was heard. */
  public long freeBytes() {
    return latest().map(StoreStatus::freeBytes).orElse(0L);
  }

  StorageNode connected(NodeRecord newRecord, Connected by, StoreStatus newStatus) {
    return new StorageNode(
        newRecord, Optional.of(by), elsewhere, Optional.of(newStatus), scrub, false);
  }

  StorageNode disconnected(Instant now) {
    return new StorageNode(
        record.lastSeenAt(now), Optional.empty(), elsewhere, status, scrub, false);
  }

  StorageNode withStatus(StoreStatus newStatus) {
    return new StorageNode(record, connection, elsewhere, Optional.of(newStatus), scrub, leaving);
  }

  StorageNode withScrub(ScrubReport report) {
    return new StorageNode(record, connection, elsewhere, status, Optional.of(report), leaving);
  }

  StorageNode goodbye() {
    return new StorageNode(record, connection, elsewhere, status, scrub, true);
  }

  /** With its connections to other managers; what they have of an earlier process is over. */
  StorageNode announced(List<Elsewhere> by) {
    Optional<UUID> present = connection.map(Connected::processId);
    List<Elsewhere> same =
        by.stream()
            .filter(
                there -> present.isEmpty() || present.get().equals(there.presence().processId()))
            .toList();
    return new StorageNode(record, connection, same, status, scrub, leaving);
  }

  /** With what the catalogue says, unless more is known here already. */
  StorageNode known(NodeRecord read) {
    return read.revision() < record.revision()
        ? this
        : new StorageNode(read, connection, elsewhere, status, scrub, leaving);
  }

  boolean connectedBy(NodeChannel channel) {
    return connection.filter(c -> c.channel() == channel).isPresent();
  }
}
