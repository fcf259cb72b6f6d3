package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.MoveContract;

final class MongoMovesTest extends MoveContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
