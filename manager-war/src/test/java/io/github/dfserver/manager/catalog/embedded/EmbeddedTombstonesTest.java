package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.TombstoneCatalogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedTombstonesTest extends TombstoneCatalogContract {
  @TempDir private Path directory;

  @Override
  protected Catalog openEmpty() {
    return EmbeddedCatalog.open(TestCatalogs.options(directory));
  }
}
