package io.github.dfserver.it.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run's cluster consists of.
 *
 * @param directory holds data, logs, the schedule and the history
 * @param firstPort ports are looked for from here on
 * @param managers how many; more than one only with {@code mongodb}
 * @param nodes how many at the beginning
 * @param mongodb whether the catalogue is in a MongoDB, and not embedded in the one manager
 */
record Layout(Path directory, int firstPort, int managers, int nodes, boolean mongodb) {
  Layout {
    if (managers < 1 || (managers > 1 && !mongodb)) {
      throw new IllegalArgumentException("several managers need a MongoDB");
    }
  }

  /** The names of the managers. */
  List<String> managerNames() {
    return names("manager-", 1, managers);
  }

  /** The names of the nodes that are there from the beginning. */
  List<String> nodeNames() {
    return names("node-", 101, nodes);
  }

  private static List<String> names(String prefix, int first, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(prefix + (first + i));
    }
    return names;
  }

  @Override
  public String toString() {
    return managers
        + (managers == 1 ? " manager, " : " managers, ")
        + nodes
        + " nodes, catalogue "
        + (mongodb ? "in MongoDB" : "embedded");
  }
}
