package io.github.dfserver.manager.config;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.embedded.EmbeddedCatalog;
import io.github.dfserver.manager.catalog.embedded.EmbeddedOptions;
import io.github.dfserver.manager.catalog.mongo.MongoCatalog;
import io.github.dfserver.manager.catalog.mongo.MongoOptions;
import io.github.dfserver.manager.metrics.CatalogueMetrics;
import io.github.dfserver.manager.metrics.TimedCatalog;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Opens the catalogue: MongoDB where a URI is configured, else the embedded one. */
@ApplicationScoped
public class CatalogProducer {
  /** The catalogue of this manager. */
  @Produces
  @Singleton
  public Catalog catalog(
      ManagerConfiguration configuration, Workers workers, CatalogueMetrics metrics) {
    try {
      return new TimedCatalog(open(configuration, workers), metrics);
    } catch (RuntimeException e) {
      StartReport.failed(e);
      throw e;
    }
  }

  private static Catalog open(ManagerConfiguration configuration, Workers workers) {
    return configuration
        .mongodbUri()
        .<Catalog>map(
            uri ->
                MongoCatalog.open(
                    MongoOptions.of(uri).withDatabase(configuration.mongodbDatabase()),
                    workers.blocking()))
        .orElseGet(
            () ->
                EmbeddedCatalog.open(
                    EmbeddedOptions.of(
                        configuration.dataDirectory().resolve("catalogue"),
                        configuration.fsync(),
                        workers,
                        workers.blocking(),
                        workers::newThread)));
  }

  /** Closes the catalogue when the manager stops. */
  public void close(@Disposes Catalog catalog) {
    catalog.close();
  }
}
