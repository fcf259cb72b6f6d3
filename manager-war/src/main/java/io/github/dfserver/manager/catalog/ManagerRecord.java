package io.github.dfserver.manager.catalog;

import io.github.dfserver.protocol.StoreStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A manager that is up, and the nodes that are connected to it.
 *
 * @param id one start of one manager
 * @param url its base URL, for other managers and for nodes; empty while it does not know it
 * @param nodes the nodes that are connected to it
 */
public record ManagerRecord(UUID id, String url, List<Presence> nodes) {
  /**
   * A node's connection to a manager.
   *
   * @param node the node's id
   * @param processId one start of the node's process
   * @param since when it connected, in whole milliseconds
   * @param status what it last said of its disk
   * @param leaving whether it said that it is stopping
   */
  public record Presence(
      String node, UUID processId, Instant since, StoreStatus status, boolean leaving) {
    /** Cuts the instant to milliseconds. */
    public Presence {
      Objects.requireNonNull(node, "node");
      Objects.requireNonNull(processId, "processId");
      Objects.requireNonNull(status, "status");
      since = since.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** Copies the list. */
  public ManagerRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(url, "url");
    nodes = List.copyOf(nodes);
  }
}
