package io.github.dfserver.manager.catalog;

import java.util.UUID;

/** An open catalogue: what an adapter gives, and what is closed when the manager stops. */
public interface Catalog extends AutoCloseable {

  /** The file records. */
  FileCatalog files();

  /** The nodes. */
  NodeCatalog nodes();

  /** Copies to be removed that no file record tells of. */
  TombstoneCatalog tombstones();

  /** Copies that no record explains. */
  StrayCatalog strays();

  /** The managers that are up. */
  ManagerCatalog managers();

  /** What is true of the whole cluster. */
  ClusterCatalog cluster();

  /**
   * Identifies this catalogue and all nodes that joined it, as read when it was opened; {@link
   * ClusterState#clusterId} is what counts once a rebuild adopts another catalogue's nodes.
   */
  UUID clusterId();

  /** Ends what is under way and gives back everything; waits for a limited time. */
  @Override
  void close();
}
