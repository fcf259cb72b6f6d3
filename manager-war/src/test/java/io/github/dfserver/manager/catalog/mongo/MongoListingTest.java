package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ListingContract;

final class MongoListingTest extends ListingContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
