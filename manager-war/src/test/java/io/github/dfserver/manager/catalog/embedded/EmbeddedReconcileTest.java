package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.reconcile.ReconcileContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedReconcileTest extends ReconcileContract {
  @TempDir private Path directory;

  @Override
  protected Catalog openEmpty() {
    return EmbeddedCatalog.open(TestCatalogs.options(directory));
  }
}
