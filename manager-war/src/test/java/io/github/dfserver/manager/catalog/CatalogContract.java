package io.github.dfserver.manager.catalog;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens an empty catalogue for each test of a contract. */
abstract class CatalogContract {
  private Catalog catalog;
  FileCatalog files;
  NodeCatalog nodes;
  TombstoneCatalog tombstones;
  StrayCatalog strays;
  ManagerCatalog managers;
  ClusterCatalog cluster;

  /** An empty catalogue; the contract closes it. */
  protected abstract Catalog openEmpty() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    catalog = openEmpty();
    files = catalog.files();
    nodes = catalog.nodes();
    tombstones = catalog.tombstones();
    strays = catalog.strays();
    managers = catalog.managers();
    cluster = catalog.cluster();
  }

  @AfterEach
  final void close() {
    if (catalog != null) {
      catalog.close();
    }
  }

  final Catalog catalog() {
    return catalog;
  }
}
