package io.github.dfserver.manager.rebuild;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.catalog.RebuildState;
import io.github.dfserver.manager.catalog.RebuildState.Phase;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.work.Await;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Takes a rebuild as far as it goes with the nodes that are there: first what they remember of
 * deleted files, then what they hold. Where it stands is in the catalogue, so that it goes on after
 * whatever ended it, and with nodes that come later.
 */
final class RebuildRun {
  private static final Logger LOG = System.getLogger(RebuildRun.class.getName());

  private final Catalog catalog;
  private final Function<UnaryOperator<ClusterState>, CompletionStage<ClusterState>> cluster;
  private final Function<String, Optional<NodeInventory>> nodes;
  private final Runnable afterPage;

  /**
   * A run that has not begun.
   *
   * @param cluster changes the cluster's state
   * @param nodes gives a node that is connected
   * @param afterPage is called between pages, and throws what ends the run
   */
  RebuildRun(
      Catalog catalog,
      Function<UnaryOperator<ClusterState>, CompletionStage<ClusterState>> cluster,
      Function<String, Optional<NodeInventory>> nodes,
      Runnable afterPage) {
    this.catalog = catalog;
    this.cluster = cluster;
    this.nodes = nodes;
    this.afterPage = afterPage;
  }

  /**
   * Reads all nodes that are there and were not read yet.
   *
   * @param known every node that there ever was and that was not forgotten
   * @param expected nodes that are about to connect: while there are some, it goes on
   */
  void run(Set<String> known, Set<String> expected) {
    RebuildState rebuild = Await.result(catalog.cluster().read()).rebuild();
    if (!rebuild.unfinished()) {
      return;
    }
    List<NodeInventory> unread = connected(known, rebuild.done());
    boolean news = false;
    List<NodeInventory> told = new ArrayList<>();
    for (NodeInventory node : unread) {
      try {
        news |= new Retelling(catalog, node).run(afterPage);
        told.add(node);
      } catch (RuntimeException e) {
        left(node, e);
      }
    }
    if (news && !rebuild.done().isEmpty()) {
      // What was adopted from others may have been deleted: all are read once more.
      change(rebuild, RebuildState::again);
      told.addAll(connected(rebuild.done(), Set.of()));
    }
    for (NodeInventory node : told) {
      try {
        adopt(rebuild, node);
      } catch (RuntimeException e) {
        left(node, e);
      }
    }
    change(rebuild, now -> standing(now, known, expected));
  }

  private void adopt(RebuildState rebuild, NodeInventory node) {
    NodeAdoption adoption = new NodeAdoption(catalog, node, rebuild.id());
    adoption.run(afterPage);
    change(rebuild, now -> now.with(node.node(), adoption.adopted(), adoption.conflicts()));
    LOG.log(
        Level.INFO,
        "Adopted {0} files of node {1}; {2} names are claimed by two files",
        adoption.adopted(),
        node.node(),
        adoption.conflicts());
  }

  private RebuildState standing(RebuildState now, Set<String> known, Set<String> expected) {
    Set<String> missing = new TreeSet<>(known);
    missing.removeAll(now.done());
    boolean more =
        missing.stream().anyMatch(id -> expected.contains(id) || nodes.apply(id).isPresent());
    if (more) {
      return now.standing(Phase.RUNNING, missing, Optional.empty());
    }
    Phase phase = missing.isEmpty() ? Phase.COMPLETE : Phase.PROVISIONAL;
    boolean same = phase == now.phase() && missing.equals(now.absent());
    return same ? now : now.standing(phase, missing, Optional.of(Instant.now()));
  }

  private List<NodeInventory> connected(Set<String> ids, Set<String> except) {
    return ids.stream()
        .filter(id -> !except.contains(id))
        .flatMap(id -> nodes.apply(id).stream())
        .toList();
  }

  /** Changes this rebuild, and not one that was begun since. */
  private void change(RebuildState rebuild, UnaryOperator<RebuildState> how) {
    Await.result(
        cluster.apply(
            state -> {
              RebuildState now = state.rebuild();
              if (!now.began().equals(rebuild.began())) {
                return state;
              }
              RebuildState next = how.apply(now);
              return next.equals(now) ? state : state.withRebuild(next);
            }));
  }

  private static void left(NodeInventory node, RuntimeException failure) {
    LOG.log(
        Level.INFO,
        "Node {0} could not be read to the end, and will be read again: {1}",
        node.node(),
        failure);
  }
}
