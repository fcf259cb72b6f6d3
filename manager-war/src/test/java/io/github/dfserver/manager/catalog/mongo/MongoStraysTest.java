package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.StrayCatalogContract;

final class MongoStraysTest extends StrayCatalogContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
