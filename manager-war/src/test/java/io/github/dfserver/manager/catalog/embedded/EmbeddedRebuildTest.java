package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.rebuild.RebuildContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedRebuildTest extends RebuildContract {
  @TempDir private Path directory;

  @Override
  protected Catalog openEmpty() {
    return EmbeddedCatalog.open(TestCatalogs.options(directory));
  }
}
