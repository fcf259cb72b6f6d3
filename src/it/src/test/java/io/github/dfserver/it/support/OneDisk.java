package io.github.dfserver.it.support;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.cluster.NodeTree;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/** A file is on exactly one node's disk, and no part of it on another. */
public final class OneDisk {
  private OneDisk() {}

  /** Whether the disks of these nodes, all that there are, hold as many files as are counted. */
  public static boolean holds(LocalCluster cluster, int manager, Collection<String> nodes)
      throws IOException, InterruptedException {
    long onDisk = 0;
    for (String id : nodes) {
      NodeTree disk = new NodeTree(cluster.nodeDirectory(id));
      onDisk += disk.files().size() + disk.stagedFiles().size();
    }
    long counted = 0;
    for (Map<String, Object> node : cluster.api(manager).nodes()) {
      counted += (Long) node.get("files");
    }
    return onDisk == counted;
  }
}
