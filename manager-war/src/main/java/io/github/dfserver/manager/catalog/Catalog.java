package io.github.dfserver.manager.catalog;

import java.util.UUID;

/** An open catalogue: what an adapter gives, and what is closed when the manager stops. */
public interface Catalog extends AutoCloseable {

  /** The file records. */
  FileCatalog files();

  /** The nodes. */
  NodeCatalog nodes();

  /** Identifies this catalogue and all nodes that joined it; created once, stable. */
  UUID clusterId();

  /** Ends what is under way and gives back everything; waits for a limited time. */
  @Override
  void close();
}
