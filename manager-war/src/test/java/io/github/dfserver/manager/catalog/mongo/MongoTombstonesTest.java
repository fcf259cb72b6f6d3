package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.TombstoneCatalogContract;

final class MongoTombstonesTest extends TombstoneCatalogContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
