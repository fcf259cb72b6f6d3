package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the node for a new file: of those that are online, take new files and have room, the one
 * with the fewest files, uploads in flight counted; among equals the one with the fewest bytes.
 * Thread-safe.
 */
@ApplicationScoped
public class Placement {
  private static final class Load {
    private long files;
    private long bytes;
    private long reservedFiles;
    private long reservedBytes;
  }

  private final Map<String, Load> loads = new HashMap<>();

  @Inject private NodeRegistry registry;

  /**
   * A place for one file, until it is {@link #stored} or {@link #release released}.
   *
   * @param node the id of the node
   * @param bytes how much room is kept
   */
  public record Reservation(String node, long bytes) {}

  /** Sets what each node holds, as the catalogue counts it; reservations stay. */
  public synchronized void load(Map<String, NodeUsage> usage) {
    loads.values().forEach(load -> load.files = load.bytes = 0);
    usage.forEach(
        (node, used) -> {
          load(node).files = used.files();
          load(node).bytes = used.bytes();
        });
  }

  /**
   * Reserves a place.
   *
   * @param bytes the size of the file, or 0 where it is not known
   * @param excluded nodes that have just refused this file
   * @throws ProblemException code 1 when no node takes files now, code 8 when none of them has room
   */
  public synchronized Reservation reserve(long bytes, Set<String> excluded) {
    StorageNode best = null;
    boolean anyOnline = false;
    for (StorageNode node : registry.all()) {
      if (!node.online()) {
        continue;
      }
      boolean leaving = node.isLeaving();
      anyOnline |= !leaving;
      Load load = load(node.id());
      boolean room =
          node.accepting() && node.freeBytes() - load.reservedBytes >= Math.max(bytes, 1);
      if (room && !excluded.contains(node.id()) && (best == null || emptier(node, best))) {
        best = node;
      }
    }
    if (best == null) {
      throw new ProblemException(
          anyOnline
              ? Problem.insufficientStorage("No storage node that is online has room for the file.")
              : Problem.serversUnavailable("No storage node is online; start one, or wait."));
    }
    Load load = load(best.id());
    load.reservedFiles++;
    load.reservedBytes += bytes;
    return new Reservation(best.id(), bytes);
  }

  private boolean emptier(StorageNode node, StorageNode best) {
    Load a = load(node.id());
    Load b = load(best.id());
    int byFiles = Long.compare(a.files + a.reservedFiles, b.files + b.reservedFiles);
    return byFiles < 0 || (byFiles == 0 && a.bytes + a.reservedBytes < b.bytes + b.reservedBytes);
  }

  /** The file is there. */
  public synchronized void stored(Reservation reservation, long bytes) {
    release(reservation);
    Load load = load(reservation.node());
    load.files++;
    load.bytes += bytes;
  }

  /** The file will not be there. */
  public synchronized void release(Reservation reservation) {
    Load load = load(reservation.node());
    load.reservedFiles--;
    load.reservedBytes -= reservation.bytes();
  }

  /** A file was deleted. */
  public synchronized void removed(String node, long bytes) {
    Load load = load(node);
    load.files--;
    load.bytes -= bytes;
  }

  private Load load(String node) {
    return loads.computeIfAbsent(node, id -> new Load());
  }
}
