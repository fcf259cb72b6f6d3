package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.reconcile.ReconcileContract;

final class MongoReconcileTest extends ReconcileContract {
  @Override
  protected Catalog openEmpty() {
    return TestMongo.open();
  }
}
