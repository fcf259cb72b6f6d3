package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogRaceContract;
import io.github.dfserver.manager.catalog.FileRecord;
import java.util.List;

final class MongoRaceTest extends CatalogRaceContract {
  private TestMongo mongo;

  @Override
  protected Catalog openEmpty() {
    mongo = TestMongo.open();
    return mongo;
  }

  @Override
  protected void fill(List<FileRecord> records) {
    mongo.insert(records);
  }
}
