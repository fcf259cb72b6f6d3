package io.github.dfserver.manager.catalog.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.dfserver.format.Formats;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterCatalog;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.ManagerCatalog;
import io.github.dfserver.manager.catalog.NodeCatalog;
import io.github.dfserver.manager.catalog.StrayCatalog;
import io.github.dfserver.manager.catalog.TombstoneCatalog;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.bson.UuidRepresentation;

/**
 * A catalogue in MongoDB. Writes are acknowledged by a majority and journaled; reads go to the
 * primary and see what a majority has, unless the connection string names another read concern.
 */
public final class MongoCatalog implements Catalog {
  private final MongoClient client;
  private final MongoFiles files;
  private final MongoNodes nodes;
  private final MongoTombstones tombstones;
  private final MongoStrays strays;
  private final MongoManagers managers;
  private final MongoCluster cluster;
  private final UUID clusterId;

  private MongoCatalog(
      MongoClient client,
      MongoDatabase database,
      MongoCalls calls,
      Formats<MongoDatabase> formats) {
    this.client = client;
    cluster = new MongoCluster(database, calls, formats);
    clusterId = cluster.readOrCreate().clusterId();
    files = new MongoFiles(database.getCollection("files"), calls);
    files.createIndexes();
    nodes = new MongoNodes(database.getCollection("nodes"), calls);
    tombstones = new MongoTombstones(database, calls);
    strays = new MongoStrays(database.getCollection("strays"), calls);
    strays.createIndexes();
    managers = new MongoManagers(database, calls);
    managers.createIndexes();
  }

  /**
   * Connects, and creates what is missing.
   *
   * @param executor runs the driver's blocking calls; as many at once as it has threads. When it
   *     refuses a call, that stage completes with {@link CatalogException}, so bound its queue.
   * @throws CatalogException when the database cannot be reached, or its format is not known
   * @throws IllegalArgumentException when the connection string is wrong
   */
  public static MongoCatalog open(MongoOptions options, Executor executor) {
    ConnectionString uri = new ConnectionString(options.uri());
    return open(settings(uri, options), options, executor);
  }

  /** With a driver that was told something more. */
  static MongoCatalog open(MongoClientSettings settings, MongoOptions options, Executor executor) {
    return open(settings, options, executor, MongoCluster.FORMATS);
  }

  /** As one that knows other formats. */
  static MongoCatalog open(
      MongoClientSettings settings,
      MongoOptions options,
      Executor executor,
      Formats<MongoDatabase> formats) {
    ConnectionString uri = new ConnectionString(options.uri());
    MongoClient client = MongoClients.create(settings);
    try {
      MongoDatabase database = client.getDatabase(databaseName(uri, options));
      MongoCalls calls = new MongoCalls(executor, options.attempts());
      return new MongoCatalog(client, database, calls, formats);
    } catch (MongoException e) {
      client.close();
      throw MongoCalls.failure("The catalogue's MongoDB cannot be used", e);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static String databaseName(ConnectionString uri, MongoOptions options) {
    return options.database().isEmpty()
        ? Objects.requireNonNullElse(uri.getDatabase(), "dfserver")
        : options.database();
  }

  /** What the driver is told, whatever the connection string says. */
  static MongoClientSettings settings(ConnectionString uri, MongoOptions options) {
    long connect = options.connectTimeout().toMillis();
    return MongoClientSettings.builder()
        .applyConnectionString(uri)
        .applicationName("dfserver-manager")
        .uuidRepresentation(UuidRepresentation.STANDARD)
        .writeConcern(WriteConcern.MAJORITY.withJournal(true))
        .readPreference(ReadPreference.primary())
        .readConcern(Objects.requireNonNullElse(uri.getReadConcern(), ReadConcern.MAJORITY))
        .retryWrites(true)
        .retryReads(true)
        .applyToClusterSettings(
            cluster ->
                cluster.serverSelectionTimeout(
                    options.selectionTimeout().toMillis(), TimeUnit.MILLISECONDS))
        .applyToSocketSettings(
            socket ->
                socket
                    .connectTimeout(connect, TimeUnit.MILLISECONDS)
                    .readTimeout(options.answerTimeout().toMillis(), TimeUnit.MILLISECONDS))
        .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(connect, TimeUnit.MILLISECONDS))
        .build();
  }

  @Override
  public FileCatalog files() {
    return files;
  }

  @Override
  public NodeCatalog nodes() {
    return nodes;
  }

  @Override
  public TombstoneCatalog tombstones() {
    return tombstones;
  }

  @Override
  public StrayCatalog strays() {
    return strays;
  }

  @Override
  public ManagerCatalog managers() {
    return managers;
  }

  @Override
  public ClusterCatalog cluster() {
    return cluster;
  }

  @Override
  public UUID clusterId() {
    return clusterId;
  }

  @Override
  public void close() {
    client.close();
  }
}
