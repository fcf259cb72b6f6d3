package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ManagerCatalogContract;

final class MongoManagersTest extends ManagerCatalogContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
