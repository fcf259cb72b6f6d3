package io.github.dfserver.it.check;

import io.github.dfserver.it.history.Operation;
import io.github.dfserver.it.history.Outcome;

/**
 * What one name should behave like: a place that is empty or has a value, which is put there only
 * when it is empty, and stays until it is deleted. The state is a value, or {@link #ABSENT}.
 */
final class Register {
  /** The state of a name without a file. */
  static final String ABSENT = "";

  private Register() {}

  /** Whether the operation leaves the state as it is wherever it is possible. */
  static boolean isRead(Operation operation) {
    return !operation.mayHaveCreated() && !operation.mayHaveDeleted();
  }

  /** Whether the operation may be left out. */
  static boolean isOptional(Operation operation) {
    return operation.outcome() == Outcome.UNKNOWN || operation.outcome() == Outcome.NOTHING;
  }

  /** The state after the operation, or null when it cannot be in this state. */
  static String apply(Operation operation, String state) {
    boolean absent = state.equals(ABSENT);
    if (operation.mayHaveCreated()) {
      return absent ? operation.value() : null;
    }
    if (operation.mayHaveDeleted()) {
      return absent ? null : ABSENT;
    }
    boolean possible =
        switch (operation.outcome()) {
          case FOUND -> state.equals(operation.value());
          case PRESENT -> !absent;
          case ABSENT -> absent;
          case NOTHING, UNKNOWN -> true;
          case CREATED, DELETED -> false;
        };
    return possible ? state : null;
  }
}
