package io.github.dfserver.it.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * The names of all crash points. Each list is in an order in which a process may be given the next
 * point at once when it is started again: what its last death left is not settled by passing a
 * later point of the list.
 */
final class CrashPoints {
  /** A manager's, while it stores and deletes files. */
  static final List<String> OF_FILES =
      List.of(
          "delete.removed",
          "delete.unlinked",
          "delete.deleting",
          "upload.live",
          "upload.stored",
          "upload.staged",
          "upload.pending");

  /** A manager's, while it moves files. */
  static final List<String> OF_MOVES =
      List.of("move.tidied", "move.deleted", "move.switched", "move.copied", "move.recorded");

  /** A storage node's. */
  static final List<String> OF_A_NODE =
      List.of("node.unlinked", "node.unlinking", "node.placed", "node.journaled", "node.staged");

  private CrashPoints() {}

  /** All of a manager's. */
  static List<String> ofAManager() {
    List<String> all = new ArrayList<>(OF_FILES);
    all.addAll(OF_MOVES);
    return all;
  }
}
