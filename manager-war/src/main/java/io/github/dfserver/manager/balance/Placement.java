package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the node for a new file: of those that are online, take new files and have room, the one
 * with the fewest files; among equals the one with the fewest bytes. What is coming and what is
 * leaving, by uploads, deletes and moves, is counted as if it had happened, so that neither of them
 * overfills a node. Thread-safe.
 */
@ApplicationScoped
public class Placement {
  private final Map<String, Load> loads = new HashMap<>();
  private long changes;

  @Inject private NodeRegistry registry;

  /**
   * A change under way of what nodes hold, until it is {@link #done} or {@link #undone}.
   *
   * @param to the node that gets a file, if any
   * @param from the node that loses one, if any
   * @param bytes the size of the file, or 0 where it is not known
   */
  public record Reservation(Optional<String> to, Optional<String> from, long bytes) {
    /** The node that gets the file. */
    public String node() {
      return to.orElseThrow();
    }
  }

  /** The catalogue is about to be asked what each node holds. */
  public synchronized void counting() {
    loads.values().forEach(Load::counting);
  }

  /**
   * Sets what each node holds, as the catalogue has counted it since {@link #counting}. What was
   * being changed meanwhile may or may not be in there, so a node that saw changes keeps its own
   * count, which is as good unless others have changed it too.
   *
   * @param force whether to take the count anyway
   */
  public synchronized void counted(Map<String, NodeUsage> usage, boolean force) {
    usage.keySet().forEach(this::load);
    loads.forEach((node, load) -> load.counted(usage.getOrDefault(node, NodeUsage.NONE), force));
  }

  /**
   * Reserves a place for a new file.
   *
   * @param bytes the size of the file, or 0 where it is not known
   * @param excluded nodes that have just refused this file
   * @throws ProblemException code 1 when no node takes files now, code 8 when none of them has room
   */
  public synchronized Reservation reserve(long bytes, Set<String> excluded) {
    NodeLoad best = null;
    boolean anyOnline = false;
    for (StorageNode node : registry.all()) {
      anyOnline |= node.online() && !node.isLeaving();
      NodeLoad load = load(node.id()).of(node);
      boolean takes = load.target() && load.room() >= bytes && !excluded.contains(node.id());
      if (takes && (best == null || emptier(load, best))) {
        best = load;
      }
    }
    if (best == null) {
      throw new ProblemException(
          anyOnline
              ? Problem.insufficientStorage("No storage node that is online has room for the file.")
              : Problem.serversUnavailable("No storage node is online; start one, or wait."));
    }
    changes++;
    return begin(new Reservation(Optional.of(best.id()), Optional.empty(), bytes));
  }

  private static boolean emptier(NodeLoad node, NodeLoad best) {
    int byFiles = Long.compare(node.files(), best.files());
    return byFiles < 0 || (byFiles == 0 && node.bytes() < best.bytes());
  }

  /** A file is about to move; empty when it does not fit there any more. */
  public synchronized Optional<Reservation> move(String from, String to, long bytes) {
    return registry
        .find(to)
        .map(node -> load(to).of(node))
        .filter(load -> load.target() && load.room() >= bytes)
        .map(load -> begin(new Reservation(Optional.of(to), Optional.of(from), bytes)));
  }

  /** A file is about to be deleted. */
  public synchronized Reservation removing(String node, long bytes) {
    changes++;
    return begin(new Reservation(Optional.empty(), Optional.of(node), bytes));
  }

  /** How often clients have begun to upload or to delete a file. */
  synchronized long changes() {
    return changes;
  }

  private Reservation begin(Reservation change) {
    change.to.ifPresent(node -> load(node).coming(1, change.bytes));
    change.from.ifPresent(node -> load(node).leaving(1, change.bytes));
    return change;
  }

  /**
   * It has happened.
   *
   * @param bytes the size of the file
   */
  public synchronized void done(Reservation change, long bytes) {
    undone(change);
    change.to.ifPresent(node -> load(node).holds(1, bytes));
    change.from.ifPresent(node -> load(node).holds(-1, -bytes));
  }

  /** It will not happen. */
  public synchronized void undone(Reservation change) {
    change.to.ifPresent(node -> load(node).coming(-1, -change.bytes));
    change.from.ifPresent(node -> load(node).leaving(-1, -change.bytes));
  }

  /** What each known node holds once everything is done that is under way, in no order. */
  public synchronized List<NodeLoad> loads() {
    List<NodeLoad> all = new ArrayList<>();
    registry.all().forEach(node -> all.add(load(node.id()).of(node)));
    return all;
  }

  /** What each known node holds now, as far as this manager knows. */
  public synchronized Map<String, NodeUsage> held() {
    Map<String, NodeUsage> all = new HashMap<>();
    for (StorageNode node : registry.all()) {
      Load load = load(node.id());
      all.put(node.id(), new NodeUsage(Math.max(0, load.files), Math.max(0, load.bytes)));
    }
    return all;
  }

  private Load load(String node) {
    return loads.computeIfAbsent(node, id -> new Load());
  }

  /** What is known of one node. */
  private static final class Load {
    private long files;
    private long bytes;
    private long comingFiles;
    private long comingBytes;
    private long leavingFiles;
    private long leavingBytes;
    private boolean changed;

    NodeLoad of(StorageNode node) {
      return new NodeLoad(
          node.id(),
          Math.max(0, files + comingFiles - leavingFiles),
          Math.max(0, bytes + comingBytes - leavingBytes),
          node.accepting() ? Math.max(0, node.freeBytes() - comingBytes) : 0,
          node.online() && !node.isLeaving(),
          node.record().draining());
    }

    void coming(long moreFiles, long moreBytes) {
      comingFiles += moreFiles;
      comingBytes += moreBytes;
      changed = true;
    }

    void leaving(long moreFiles, long moreBytes) {
      leavingFiles += moreFiles;
      leavingBytes += moreBytes;
      changed = true;
    }

    void holds(long moreFiles, long moreBytes) {
      files += moreFiles;
      bytes += moreBytes;
    }

    void counting() {
      changed = comingFiles != 0 || leavingFiles != 0;
    }

    void counted(NodeUsage usage, boolean force) {
      if (force || !changed) {
        files = usage.files();
        bytes = usage.bytes();
      }
    }
  }
}
