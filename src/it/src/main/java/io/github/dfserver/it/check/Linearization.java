package io.github.dfserver.it.check;

import io.github.dfserver.it.history.Operation;
import io.github.dfserver.it.history.Outcome;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for an order of one name's operations that explains every answer: each operation takes
 * effect at one moment between its question and its answer. The search is that of Wing and Gong
 * with the memory of Lowe: no set of operations done is looked at twice in the same state.
 *
 * <p>Two things keep it small. A read that is possible is taken at once, since it hinders nothing.
 * Of operations without an answer that do the same, only the first is tried: they may all be done
 * at any time from now on.
 */
final class Linearization {
  private static final int MOST_STATES = 2_000_000;

  /** A value that nobody ever found is as good as any other such. */
  private static final String UNSEEN = "?";

  private final List<Operation> operations;
  private final Set<String> seen;
  private final Set<Point> visited = new HashSet<>();
  private final Deque<Point> open = new ArrayDeque<>();
  private Point furthest;

  private record Point(BitSet done, String state) {}

  private Linearization(List<Operation> operations) {
    this.operations =
        operations.stream()
            .filter(operation -> operation.outcome() != Outcome.NOTHING)
            .filter(
                operation ->
                    !(operation.outcome() == Outcome.UNKNOWN && Register.isRead(operation)))
            .sorted(Comparator.comparingLong(Operation::invoked))
            .toList();
    this.seen =
        operations.stream()
            .filter(operation -> operation.outcome() == Outcome.FOUND)
            .map(Operation::value)
            .collect(Collectors.toSet());
  }

  /** Empty when there is such an order, otherwise how far one gets. */
  static Optional<String> problem(List<Operation> operations) {
    return new Linearization(operations).search();
  }

  private Optional<String> search() {
    visit(new Point(new BitSet(operations.size()), Register.ABSENT));
    while (!open.isEmpty()) {
      Point point = open.pop();
      long limit = limit(point.done());
      if (limit == Long.MAX_VALUE) {
        return Optional.empty();
      }
      if (visited.size() > MOST_STATES) {
        return Optional.of(
            "not decided after " + MOST_STATES + " states; fewer faults or more names would help");
      }
      expand(point, limit);
    }
    return Optional.of(explain());
  }

  /** The answer that comes first among those not done yet: what was asked later has to wait. */
  private long limit(BitSet done) {
    long limit = Long.MAX_VALUE;
    for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
      Operation operation = operations.get(i);
      if (operation.invoked() > limit) {
        break;
      }
      limit = Math.min(limit, operation.answered());
    }
    return limit;
  }

  private void expand(Point point, long limit) {
    Set<String> tried = new HashSet<>();
    BitSet done = point.done();
    for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
      Operation operation = operations.get(i);
      if (operation.invoked() > limit) {
        return;
      }
      if (Register.isOptional(operation) && !tried.add(operation.kind() + known(operation))) {
        continue;
      }
      String next = Register.apply(operation, point.state());
      if (next != null) {
        BitSet more = (BitSet) done.clone();
        more.set(i);
        visit(new Point(more, next.equals(operation.value()) ? known(operation) : next));
      }
    }
  }

  private String known(Operation operation) {
    String value = operation.value();
    return operation.mayHaveCreated() && !seen.contains(value) ? UNSEEN : value;
  }

  /** Takes all reads that are possible, and remembers to go on from there. */
  private void visit(Point point) {
    boolean more = true;
    while (more) {
      more = false;
      long limit = limit(point.done());
      BitSet done = point.done();
      for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
        Operation operation = operations.get(i);
        if (operation.invoked() > limit) {
          break;
        }
        if (Register.isRead(operation) && Register.apply(operation, point.state()) != null) {
          done.set(i);
          more = true;
        }
      }
    }
    if (visited.add(point)) {
      open.push(point);
      if (furthest == null || furthest.done().cardinality() < point.done().cardinality()) {
        furthest = point;
      }
    }
  }

  private String explain() {
    StringBuilder text = new StringBuilder("no order explains the answers. One gets as far as to ");
    text.append(
        furthest.state().equals(Register.ABSENT)
            ? "no file being there"
            : "a file being there (" + shortened(furthest.state()) + ")");
    text.append("; there the operations marked > remain, the first of which is impossible:");
    long limit = limit(furthest.done());
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      boolean isDone = furthest.done().get(i);
      boolean stuck = !isDone && operation.invoked() <= limit;
      text.append(String.format("%n    %s %s", stuck ? ">" : isDone ? " " : "-", operation));
    }
    return text.toString();
  }

  private static String shortened(String value) {
    return value.substring(0, Math.min(12, value.length()));
  }
}
