package io.github.dfserver.manager.catalog.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.NodeCatalog;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.UuidRepresentation;

/**
 * A catalogue in MongoDB. Writes are acknowledged by a majority and journaled; reads go to the
 * primary and see what a majority has, unless the connection string names another read concern.
 */
public final class MongoCatalog implements Catalog {
  private static final int FORMAT = 1;
  private static final String META_KEY = "catalogue";

  private final MongoClient client;
  private final MongoFiles files;
  private final MongoNodes nodes;
  private final UUID clusterId;

  private MongoCatalog(MongoClient client, MongoFiles files, MongoNodes nodes, UUID clusterId) {
    this.client = client;
    this.files = files;
    this.nodes = nodes;
    this.clusterId = clusterId;
  }

  /**
   * Connects, and creates what is missing.
   *
   * @param executor runs the driver's blocking calls; as many at once as it has threads. When it
   *     refuses a call, that stage completes with {@link CatalogException}, so bound its queue.
   * @throws CatalogException when the database cannot be reached or is of a newer format
   * @throws IllegalArgumentException when the connection string is wrong
   */
  public static MongoCatalog open(MongoOptions options, Executor executor) {
    ConnectionString uri = new ConnectionString(options.uri());
    MongoClient client = MongoClients.create(settings(uri, options));
    try {
      MongoDatabase database = client.getDatabase(databaseName(uri, options));
      MongoCalls calls = new MongoCalls(executor, options.attempts());
      MongoFiles files = new MongoFiles(database.getCollection("files"), calls);
      UUID clusterId = register(database.getCollection("meta"));
      files.createIndexes();
      MongoNodes nodes = new MongoNodes(database.getCollection("nodes"), calls);
      return new MongoCatalog(client, files, nodes, clusterId);
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

  private static MongoClientSettings settings(ConnectionString uri, MongoOptions options) {
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

  /** The cluster id, created by whichever manager comes first. */
  private static UUID register(MongoCollection<Document> meta) {
    Document found;
    try {
      found = findOrCreate(meta);
    } catch (MongoException e) {
      if (!MongoCalls.isDuplicateKey(e)) {
        throw e;
      }
      found = findOrCreate(meta); // another manager created it at the same moment
    }
    int format = found.getInteger("format", 0);
    if (format != FORMAT) {
      throw new CatalogException(
          "The catalogue in MongoDB has format "
              + format
              + ", and this manager knows only "
              + FORMAT
              + ": use the version of the manager that wrote it");
    }
    return found.get("clusterId", UUID.class);
  }

  private static Document findOrCreate(MongoCollection<Document> meta) {
    return meta.findOneAndUpdate(
        Filters.eq("_id", META_KEY),
        Updates.combine(
            Updates.setOnInsert("clusterId", UUID.randomUUID()),
            Updates.setOnInsert("format", FORMAT)),
        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
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
  public UUID clusterId() {
    return clusterId;
  }

  @Override
  public void close() {
    client.close();
  }
}
