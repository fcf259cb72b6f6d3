package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileCatalogContract;

final class MongoFilesTest extends FileCatalogContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
