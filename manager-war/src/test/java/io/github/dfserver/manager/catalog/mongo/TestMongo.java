package io.github.dfserver.manager.catalog.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ClusterCatalog;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.ManagerCatalog;
import io.github.dfserver.manager.catalog.NodeCatalog;
import io.github.dfserver.manager.catalog.StrayCatalog;
import io.github.dfserver.manager.catalog.TombstoneCatalog;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bson.UuidRepresentation;

/**
 * A catalogue in a new database: of the server that {@code -Dmongodb.uri} names, else of a server
 * of MongoDB's protocol in this process, reached over TCP.
 */
final class TestMongo implements Catalog {
  private static String inProcess = "";

  private final MongoClientSettings options;
  private final String database = "dfs_test_" + UUID.randomUUID().toString().replace("-", "");
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(8, 8, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(10_000));
  private final MongoCatalog catalog;

  private TestMongo(String uri) {
    options =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(uri))
            .uuidRepresentation(UuidRepresentation.STANDARD)
            .build();
    catalog = MongoCatalog.open(MongoOptions.of(uri).withDatabase(database), executor);
  }

  static TestMongo open() {
    return new TestMongo(uri());
  }

  /** The server that tests use; the one in this process is started when first asked for. */
  static synchronized String uri() {
    String real = System.getProperty("mongodb.uri", "");
    if (!real.isEmpty()) {
      return real;
    }
    if (inProcess.isEmpty()) {
      MongoServer server = new MongoServer(new MemoryBackend());
      inProcess = server.bindAndGetConnectionString();
    }
    return inProcess;
  }

  /**
   * Inserts documents past the port and in order: the server in this process scans for each
   * conditional update and sorts for each page.
   */
  void insert(List<FileRecord> records) {
    try (var client = MongoClients.create(options)) {
      client
          .getDatabase(database)
          .getCollection("files")
          .insertMany(
              records.stream()
                  .sorted(Comparator.comparing(FileRecord::name))
                  .map(FileDocument::of)
                  .toList());
    }
  }

  @Override
  public FileCatalog files() {
    return catalog.files();
  }

  @Override
  public NodeCatalog nodes() {
    return catalog.nodes();
  }

  @Override
  public TombstoneCatalog tombstones() {
    return catalog.tombstones();
  }

  @Override
  public StrayCatalog strays() {
    return catalog.strays();
  }

  @Override
  public ManagerCatalog managers() {
    return catalog.managers();
  }

  @Override
  public ClusterCatalog cluster() {
    return catalog.cluster();
  }

  @Override
  public UUID clusterId() {
    return catalog.clusterId();
  }

  @Override
  public void close() {
    catalog.close();
    executor.shutdownNow();
    try (var client = MongoClients.create(options)) {
      client.getDatabase(database).drop();
    }
  }
}
