package io.github.dfserver.manager.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.balance.BalancePlan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BalancePlanTest {
  private static final long ROOM = 1000;

  private static boolean any(String node) {
    return !node.isEmpty();
  }

  private static NodeLoad node(String id, long files) {
    return new NodeLoad(id, files, files, ROOM, true, false);
  }

  private static NodeLoad draining(String id, long files) {
    return new NodeLoad(id, files, files, ROOM, true, true);
  }

  private static NodeLoad full(String id, long files) {
    return new NodeLoad(id, files, files, 0, true, false);
  }

  private static NodeLoad offline(String id, long files) {
    return new NodeLoad(id, files, files, 0, false, false);
  }

  private static Optional<Step> next(List<NodeLoad> loads) {
    return new BalancePlan(loads).next(2, BalancePlanTest::any, BalancePlanTest::any);
  }

  /** Carries out one move. */
  private static List<NodeLoad> after(List<NodeLoad> loads, Step step) {
    List<NodeLoad> next = new ArrayList<>();
    for (NodeLoad load : loads) {
      long more = load.id().equals(step.to()) ? 1 : load.id().equals(step.from()) ? -1 : 0;
      next.add(
          new NodeLoad(
              load.id(),
              load.files() + more,
              load.bytes(),
              load.room(),
              load.online(),
              load.draining()));
    }
    return next;
  }

  /** Carries out the plan to its end; tells how many moves that took. */
  private static long movesUntilEven(List<NodeLoad> loads, List<NodeLoad> end) {
    List<NodeLoad> now = loads;
    long moves = 0;
    for (Optional<Step> step = next(now); step.isPresent(); step = next(now)) {
      now = after(now, step.get());
      moves++;
      assertThat(moves).as("moves of %s", loads).isLessThan(100_000);
    }
    end.addAll(now);
    return moves;
  }

  @Test
  void anEvenClusterIsLeftAlone() {
    assertThat(next(List.of())).isEmpty();
    assertThat(next(List.of(node("a", 7)))).isEmpty();
    assertThat(next(List.of(node("a", 7), node("b", 8), node("c", 7)))).isEmpty();
    assertThat(new BalancePlan(List.of(node("a", 7), node("b", 8))).spread()).isEqualTo(1);
  }

  @Test
  void aNewNodeIsFilledInExactlyAsManyMovesAsItTakes() {
    List<NodeLoad> loads =
        List.of(node("a", 10_000), node("b", 10_000), node("c", 10_000), node("d", 0));
    assertThat(new BalancePlan(loads).needed()).isEqualTo(7500);
    List<NodeLoad> end = new ArrayList<>();
    assertThat(movesUntilEven(loads, end)).isEqualTo(7500);
    assertThat(end).allSatisfy(load -> assertThat(load.files()).isEqualTo(7500));
  }

  @Test
  void aDrainingNodeGoesFirstAndGetsNothing() {
    List<NodeLoad> loads = List.of(draining("a", 3), node("b", 100), node("c", 0));
    assertThat(next(loads)).contains(new Step("a", "c"));
    List<NodeLoad> end = new ArrayList<>();
    movesUntilEven(loads, end);
    assertThat(end).extracting(NodeLoad::files).containsExactly(0L, 52L, 51L);
  }

  @Test
  void aDrainingNodeIsEmptiedOntoEvenNodesWhateverTheTrigger() {
    List<NodeLoad> loads = List.of(draining("a", 1), node("b", 5), node("c", 5));
    assertThat(new BalancePlan(loads).next(1000, BalancePlanTest::any, BalancePlanTest::any))
        .isPresent();
  }

  @Test
  void aNodeWithoutRoomGivesButDoesNotTake() {
    assertThat(next(List.of(full("a", 10), node("b", 0)))).contains(new Step("a", "b"));
    assertThat(next(List.of(full("a", 0), node("b", 10)))).isEmpty();
    assertThat(new BalancePlan(List.of(full("a", 0), node("b", 10))).spread()).isZero();
  }

  @Test
  void nothingMovesFromOrToANodeThatIsAway() {
    assertThat(next(List.of(offline("a", 100), node("b", 0), node("c", 1)))).isEmpty();
    assertThat(next(List.of(offline("a", 0), node("b", 100)))).isEmpty();
  }

  @Test
  void aNodeAtItsLimitIsPassedOverWithoutMoreMovesForThat() {
    List<NodeLoad> loads = List.of(node("a", 100), node("b", 51), node("c", 50), node("d", 0));
    BalancePlan plan = new BalancePlan(loads);
    assertThat(plan.next(2, node -> !node.equals("a"), BalancePlanTest::any))
        .contains(new Step("b", "d"));
    // b has nothing to spare any more, however empty d is.
    List<NodeLoad> now = after(loads, new Step("b", "d"));
    assertThat(new BalancePlan(now).next(2, node -> node.equals("b"), BalancePlanTest::any))
        .isEmpty();
  }

  @Test
  void aSpreadBelowTheTriggerIsLeftAlone() {
    List<NodeLoad> loads = List.of(node("a", 15), node("b", 0));
    assertThat(new BalancePlan(loads).next(16, BalancePlanTest::any, BalancePlanTest::any))
        .isEmpty();
    assertThat(new BalancePlan(loads).next(15, BalancePlanTest::any, BalancePlanTest::any))
        .isPresent();
  }

  @Test
  void anyStateBecomesEvenInTheFewestMovesAndStaysSo() {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      List<NodeLoad> loads = new ArrayList<>();
      int nodes = 1 + random.nextInt(6);
      for (int i = 0; i < nodes; i++) {
        String id = "n" + i;
        long files = random.nextInt(40);
        loads.add(
            switch (random.nextInt(10)) {
              case 0 -> draining(id, files);
              case 1 -> full(id, files);
              case 2 -> offline(id, files);
              default -> node(id, files);
            });
      }
      List<NodeLoad> end = new ArrayList<>();
      long moves = movesUntilEven(loads, end);
      assertThat(moves).as("%s", loads).isEqualTo(new BalancePlan(loads).needed());
      assertThat(new BalancePlan(end).spread()).as("%s to %s", loads, end).isLessThanOrEqualTo(1);
      assertThat(new BalancePlan(end).needed()).isZero();
      // Each move takes a file from a node that ends with fewer: none goes there and back.
      long received = 0;
      for (int i = 0; i < nodes; i++) {
        received += Math.max(0, end.get(i).files() - loads.get(i).files());
      }
      assertThat(moves).as("%s to %s", loads, end).isEqualTo(received);
      assertThat(moves).as("%s", loads).isEqualTo(fewest(loads));
    }
  }

  /** What it takes by a simple argument: everybody who has more than the last ones end with. */
  private static long fewest(List<NodeLoad> loads) {
    List<NodeLoad> targets = loads.stream().filter(NodeLoad::target).toList();
    if (targets.isEmpty()) {
      return 0;
    }
    List<Long> taking = new ArrayList<>(targets.stream().map(NodeLoad::files).toList());
    List<Long> giving =
        new ArrayList<>(
            loads.stream()
                .filter(load -> load.online() && !load.draining() && !load.target())
                .map(NodeLoad::files)
                .toList());
    long drained =
        loads.stream().filter(l -> l.online() && l.draining()).mapToLong(NodeLoad::files).sum();
    long moves = drained;
    while (true) {
      taking.sort(null);
      giving.sort(null);
      long fewest = taking.get(0);
      if (drained > 0) {
        taking.set(0, fewest + 1);
        drained--;
        continue;
      }
      boolean fromFull =
          !giving.isEmpty() && giving.get(giving.size() - 1) >= taking.get(taking.size() - 1);
      List<Long> from = fromFull ? giving : taking;
      long most = from.get(from.size() - 1);
      if (most - fewest < 2) {
        return moves;
      }
      from.set(from.size() - 1, most - 1);
      taking.set(0, fewest + 1);
      moves++;
    }
  }
}
