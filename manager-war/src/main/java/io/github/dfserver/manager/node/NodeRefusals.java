package io.github.dfserver.manager.node;

import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;

/** What nodes are told that are not let in, or not any more; a node prints it as it is. */
final class NodeRefusals {
  private NodeRefusals() {}

  static Refused otherCluster(String node) {
    return new Refused(
        RefusalCode.OTHER_CLUSTER,
        "the data directory of node "
            + node
            + " belongs to another catalogue; start it with the directory that belongs to this"
            + " one, or point it at its own manager");
  }

  /** An emptied catalogue may be the one that the node belongs to. */
  static Refused awaitingRebuild(String node) {
    return new Refused(
        RefusalCode.AWAITING_REBUILD,
        "the catalogue of this manager is empty, and node "
            + node
            + " belongs to another one; if that is lost, have it made anew with POST"
            + " /catalogue/rebuild, otherwise point the manager at the right one");
  }

  static Refused duplicate(String node) {
    return new Refused(
        RefusalCode.DUPLICATE_NODE,
        "a node with the id " + node + " is online; stop it first, or choose another id");
  }

  static Refused otherInstance(String node) {
    return new Refused(
        RefusalCode.OTHER_INSTANCE,
        "node "
            + node
            + " is registered with another data directory; start it with that one, or choose"
            + " another id");
  }

  /** Of two copies of a data directory the one that was started later counts. */
  static Refused replaced(String node) {
    return new Refused(
        RefusalCode.OLD_INCARNATION,
        "node " + node + " has been started later from another copy of this data directory");
  }

  /**
   * One that it comes back from: its credentials can be put right without a start. Nodes of every
   * version know the code.
   */
  static Refused notItself(String node, Caller caller) {
    String allowed =
        caller.nodes().id().map(id -> "are those of node " + id).orElse("let no node in");
    return new Refused(
        RefusalCode.SHUTTING_DOWN,
        "the credentials '"
            + caller.name()
            + "' "
            + allowed
            + ", and do not let it act as node "
            + node
            + "; give it a token of its own with --token-file, or the right id");
  }

  static Refused tryAgain(String reason) {
    return new Refused(RefusalCode.SHUTTING_DOWN, reason + "; try again");
  }
}
