package io.github.dfserver.it.check;

import io.github.dfserver.it.history.Kind;
import io.github.dfserver.it.history.Operation;
import io.github.dfserver.it.history.Outcome;
import java.util.ArrayList;
import java.util.List;

/** A history of one name, told by hand. Times are small numbers. */
final class Told {
  static final String NAME = "n";

  private final List<Operation> operations = new ArrayList<>();

  Told created(String value, long from, long to) {
    return add(Kind.CREATE, value, Outcome.CREATED, from, to);
  }

  Told createUnknown(String value, long from) {
    return add(Kind.CREATE, value, Outcome.UNKNOWN, from, from);
  }

  Told refused(String value, long from, long to) {
    return add(Kind.CREATE, value, Outcome.NOTHING, from, to);
  }

  Told deleted(long from, long to) {
    return add(Kind.DELETE, "", Outcome.DELETED, from, to);
  }

  Told deleteUnknown(long from) {
    return add(Kind.DELETE, "", Outcome.UNKNOWN, from, from);
  }

  Told found(String value, long from, long to) {
    return add(Kind.READ, value, Outcome.FOUND, from, to);
  }

  /** An upload that was refused because this value is there. */
  Told exists(String value, long from, long to) {
    return add(Kind.CREATE, value, Outcome.FOUND, from, to);
  }

  Told absent(long from, long to) {
    return add(Kind.READ, "", Outcome.ABSENT, from, to);
  }

  Told present(long from, long to) {
    return add(Kind.READ, "", Outcome.PRESENT, from, to);
  }

  List<Operation> operations() {
    return operations;
  }

  /** The rules that this breaks. */
  List<String> broken() {
    return NameRules.check(operations).stream().map(Violation::rule).toList();
  }

  /** Whether some order explains it. */
  boolean linearizable() {
    return Linearization.problem(operations).isEmpty();
  }

  private Told add(Kind kind, String value, Outcome outcome, long from, long to) {
    operations.add(
        new Operation(operations.size(), kind, NAME, value, outcome, from, to, "by hand"));
    return this;
  }
}
