package io.github.dfserver.it.check;

import io.github.dfserver.it.check.NodeContents.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares what the managers say with what is on the disks. Files are told apart by their bytes, so
 * no two names of a test may have the same, and none may be empty.
 */
public final class DiskCheck {
  private final List<Violation> violations = new ArrayList<>();

  private DiskCheck() {}

  /**
   * What is wrong.
   *
   * @param all what {@code GET /file} lists
   * @param nodes every node's contents
   */
  public static List<Violation> check(List<Held> all, List<NodeContents> nodes) {
    DiskCheck check = new DiskCheck();
    for (NodeContents node : nodes) {
      check.listedIsOnDisk(node);
      node.staged().forEach(file -> check.wrong("no staging file is left", node, file));
      node.overfull().forEach(found -> check.wrong("no directory is over 36", node, found));
    }
    check.oneDiskEach(nodes);
    check.nodesHoldAll(all, nodes);
    return check.violations;
  }

  private void listedIsOnDisk(NodeContents node) {
    Map<String, Held> listed = bySha256(node.listed());
    Map<String, Held> onDisk = bySha256(node.onDisk());
    listed.forEach(
        (sha256, file) -> {
          if (!onDisk.containsKey(sha256)) {
            wrong("what is listed is on the disk", node, file.toString());
          }
        });
    onDisk.forEach(
        (sha256, file) -> {
          if (!listed.containsKey(sha256)) {
            wrong("what is on a disk is listed there", node, file.toString());
          }
        });
    if (node.onDisk().size() != onDisk.size()) {
      wrong("no file is twice on a disk", node, node.onDisk().size() + " for " + onDisk.size());
    }
  }

  private void oneDiskEach(List<NodeContents> nodes) {
    Map<String, TreeSet<String>> disks = new TreeMap<>();
    for (NodeContents node : nodes) {
      node.onDisk()
          .forEach(
              file ->
                  disks
                      .computeIfAbsent(file.sha256(), sha256 -> new TreeSet<>())
                      .add(node.node() + " as " + file.name()));
    }
    disks.forEach(
        (sha256, places) -> {
          if (places.size() > 1) {
            violations.add(new Violation("each file is on one disk", sha256 + " is on " + places));
          }
        });
  }

  private void nodesHoldAll(List<Held> all, List<NodeContents> nodes) {
    List<Held> held = new ArrayList<>();
    nodes.forEach(node -> held.addAll(node.listed()));
    List<Held> missing = new ArrayList<>(all);
    missing.removeAll(held);
    List<Held> more = new ArrayList<>(held);
    more.removeAll(all);
    if (!missing.isEmpty() || !more.isEmpty() || held.size() != all.size()) {
      violations.add(
          new Violation(
              "the nodes' listings are the listing",
              "missing there "
                  + missing
                  + ", only there "
                  + more
                  + ", sizes "
                  + held.size()
                  + " and "
                  + all.size()));
    }
  }

  private static Map<String, Held> bySha256(List<Held> files) {
    Map<String, Held> map = new HashMap<>();
    files.forEach(file -> map.put(file.sha256(), file));
    return map;
  }

  private void wrong(String rule, NodeContents node, String detail) {
    violations.add(new Violation(rule, "node " + node.node() + ": " + detail));
  }
}
