package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.rebuild.RebuildContract;

final class MongoRebuildTest extends RebuildContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
