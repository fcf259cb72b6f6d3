package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.NodeCatalogContract;

final class MongoNodesTest extends NodeCatalogContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
