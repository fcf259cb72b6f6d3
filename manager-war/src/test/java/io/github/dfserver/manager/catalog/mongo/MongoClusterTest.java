package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ClusterCatalogContract;

final class MongoClusterTest extends ClusterCatalogContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
