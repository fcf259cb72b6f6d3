package io.github.dfserver.it.check;

import io.github.dfserver.it.history.Operation;
import io.github.dfserver.it.history.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The promises for one name, one by one. {@link Linearization} contains all of them; these say what
 * is wrong.
 */
final class NameRules {
  private final List<Operation> operations;
  private final List<Violation> violations = new ArrayList<>();

  private NameRules(List<Operation> operations) {
    this.operations = operations;
  }

  /** What is wrong with the operations of one name. */
  static List<Violation> check(List<Operation> operations) {
    NameRules rules = new NameRules(operations);
    for (Operation operation : operations) {
      if (operation.outcome() == Outcome.FOUND) {
        rules.foundMustHaveBeenSent(operation);
        rules.deletedStaysDeleted(operation);
      }
      if (operation.outcome() == Outcome.ABSENT) {
        rules.createdStays(operation);
      }
      if (operation.outcome() == Outcome.CREATED) {
        rules.onlyOneIsCreated(operation);
      }
    }
    Linearization.problem(operations)
        .ifPresent(
            problem ->
                rules.violations.add(
                    new Violation(
                        "operations are linearizable", operations.get(0).name() + ": " + problem)));
    return rules.violations;
  }

  private void foundMustHaveBeenSent(Operation found) {
    boolean sent =
        operations.stream()
            .anyMatch(
                create ->
                    create.mayHaveCreated()
                        && create.value().equals(found.value())
                        && create.invoked() <= found.answered());
    if (!sent) {
      violation("only what was uploaded to a name, and not refused, is found there", found);
    }
  }

  private void deletedStaysDeleted(Operation found) {
    List<Operation> creates =
        operations.stream()
            .filter(create -> create.mayHaveCreated() && create.value().equals(found.value()))
            .toList();
    operations.stream()
        .filter(delete -> delete.outcome() == Outcome.DELETED && delete.before(found))
        .filter(delete -> creates.stream().allMatch(create -> create.before(delete)))
        .filter(delete -> !creates.isEmpty())
        .findFirst()
        .ifPresent(delete -> violation("no acknowledged delete comes back", found, delete));
  }

  private void createdStays(Operation absent) {
    operations.stream()
        .filter(create -> create.outcome() == Outcome.CREATED && create.before(absent))
        .filter(create -> mayHaveDeleted(create.invoked(), absent.answered()).isEmpty())
        .findFirst()
        .ifPresent(
            create ->
                violation("an acknowledged upload stays until it is deleted", create, absent));
  }

  private void onlyOneIsCreated(Operation second) {
    operations.stream()
        .filter(first -> first.outcome() == Outcome.CREATED && first.before(second))
        .filter(first -> mayHaveDeleted(first.invoked(), second.answered()).isEmpty())
        .findFirst()
        .ifPresent(
            first ->
                violation("no name is acknowledged twice without a delete between", first, second));
  }

  private Optional<Operation> mayHaveDeleted(long from, long to) {
    return operations.stream()
        .filter(Operation::mayHaveDeleted)
        .filter(delete -> delete.answered() > from && delete.invoked() < to)
        .findFirst();
  }

  private void violation(String rule, Operation... evidence) {
    StringBuilder detail = new StringBuilder(evidence[0].name());
    for (Operation operation : evidence) {
      detail.append(String.format("%n    %s", operation));
    }
    violations.add(new Violation(rule, detail.toString()));
  }
}
