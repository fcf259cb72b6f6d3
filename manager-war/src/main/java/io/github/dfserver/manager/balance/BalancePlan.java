package io.github.dfserver.manager.balance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How many files each node should hold, and so which node gives one to which. Every node has a
 * quota, the same for all or one more; those with the most files have the higher one, so that no
 * file moves which need not. A node that takes nothing has no quota unless it holds more than that.
 *
 * <p>A pure function of what nodes hold: as what is on its way counts as being there, the plan for
 * what is left is the same plan, and nothing moves back. Immutable.
 */
final class BalancePlan {
  private static final Comparator<NodeLoad> MOST_FILES =
      Comparator.comparingLong(NodeLoad::files).reversed().thenComparing(NodeLoad::id);

  private final List<NodeLoad> draining;
  private final List<NodeLoad> level;
  private final Map<String, Long> quotas = new HashMap<>();
  private final long spread;

  /**
   * A file should go from one node to another one.
   *
   * @param from the node that has too many
   * @param to the node that has too few
   */
  record Step(String from, String to) {}

  BalancePlan(List<NodeLoad> loads) {
    List<NodeLoad> targets = loads.stream().filter(NodeLoad::target).sorted(MOST_FILES).toList();
    boolean any = !targets.isEmpty();
    spread = any ? targets.get(0).files() - targets.get(targets.size() - 1).files() : 0;
    draining =
        any
            ? loads.stream().filter(l -> l.online() && l.draining()).sorted(MOST_FILES).toList()
            : List.of();
    level = any ? withOverfull(targets, loads) : List.of();
    long total = total(level);
    long base = any ? total / level.size() : 0;
    long more = any ? total % level.size() : 0;
    for (NodeLoad node : level) {
      quotas.put(node.id(), more-- > 0 ? base + 1 : base);
    }
  }

  /** The targets, and the nodes without room that hold more than their share, most files first. */
  private List<NodeLoad> withOverfull(List<NodeLoad> targets, List<NodeLoad> loads) {
    List<NodeLoad> nodes = new ArrayList<>(targets);
    loads.stream().filter(l -> l.online() && !l.draining() && !l.target()).forEach(nodes::add);
    nodes.sort(MOST_FILES);
    while (true) {
      long share = total(nodes) / nodes.size();
      // One that holds less takes its part of the sum with it, which raises the share of the rest.
      if (!nodes.removeIf(node -> !node.target() && node.files() <= share)) {
        return nodes;
      }
    }
  }

  private long total(List<NodeLoad> nodes) {
    long total = 0;
    for (NodeLoad node : nodes) {
      total += node.files();
    }
    for (NodeLoad node : draining) {
      total += node.files();
    }
    return total;
  }

  /** Most files minus fewest over the nodes that are online, not draining and have room. */
  long spread() {
    return spread;
  }

  /** How many files have to move until all is even and drained. */
  long needed() {
    long needed = 0;
    for (NodeLoad node : draining) {
      needed += node.files();
    }
    for (NodeLoad node : level) {
      needed += Math.max(0, surplus(node));
    }
    return needed;
  }

  private long surplus(NodeLoad node) {
    return node.files() - quotas.get(node.id());
  }

  /**
   * The next move: of a draining node if there is one, else of the node that has the most too many;
   * to the one that has the most too few.
   *
   * @param trigger the least spread at which nodes that are not draining give files
   * @param mayGive which nodes can give one now
   * @param mayTake which nodes can take one now
   */
  Optional<Step> next(long trigger, Predicate<String> mayGive, Predicate<String> mayTake) {
    Optional<NodeLoad> to =
        level.stream()
            .filter(node -> surplus(node) < 0 && node.target() && mayTake.test(node.id()))
            .min(Comparator.comparingLong(this::surplus));
    return to.flatMap(
        target -> source(trigger, mayGive, target).map(node -> new Step(node.id(), target.id())));
  }

  private Optional<NodeLoad> source(long trigger, Predicate<String> mayGive, NodeLoad target) {
    Optional<NodeLoad> drained =
        draining.stream().filter(node -> node.files() > 0 && mayGive.test(node.id())).findFirst();
    if (drained.isPresent()) {
      return drained;
    }
    return level.stream()
        .filter(node -> surplus(node) > 0 && mayGive.test(node.id()))
        .max(Comparator.comparingLong(this::surplus))
        .filter(node -> level.get(0).files() - target.files() >= trigger);
  }
}
