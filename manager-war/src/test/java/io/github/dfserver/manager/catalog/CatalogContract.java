package io.github.dfserver.manager.catalog;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens an empty catalogue for each test of a contract. */
abstract class CatalogContract {
  private Catalog catalog;
  FileCatalog files;
  NodeCatalog nodes;

  /** An empty catalogue; the contract closes it. */
  protected abstract Catalog openEmpty() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    catalog = openEmpty();
    files = catalog.files();
    nodes = catalog.nodes();
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
