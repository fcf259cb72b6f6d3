package io.github.dfserver.manager.catalog.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import io.github.dfserver.manager.catalog.Lease;
import io.github.dfserver.manager.catalog.ManagerCatalog;
import io.github.dfserver.manager.catalog.ManagerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * The collection of what managers announced. Time is the primary's: it is asked for right before it
 * is used, so an announcement ends a little early rather than late. Thread-safe.
 */
final class MongoManagers implements ManagerCatalog {
  private static final int KEPT_HOURS = 1;

  private final MongoDatabase database;
  private final MongoCollection<Document> collection;
  private final MongoLeases leases;
  private final MongoCalls calls;

  MongoManagers(MongoDatabase database, MongoCalls calls) {
    this.database = database;
    collection = database.getCollection("managers");
    leases = new MongoLeases(database.getCollection("leases"));
    this.calls = calls;
  }

  /** The database removes what ended long ago: of each start of a manager that was killed. */
  void createIndexes() {
    collection.createIndex(
        Indexes.ascending(ManagerDocument.EXPIRES),
        new IndexOptions().expireAfter((long) KEPT_HOURS, TimeUnit.HOURS));
  }

  /** {@code isMaster}, since every server knows it; {@code hello} is the same and newer. */
  private Instant now() {
    return database.runCommand(new Document("isMaster", 1)).getDate("localTime").toInstant();
  }

  @Override
  public CompletionStage<Void> announce(ManagerRecord manager, Duration duration) {
    return calls.repeatable(
        "what manager " + manager.id() + " announces",
        () ->
            collection.replaceOne(
                eq(ManagerDocument.KEY, manager.id()),
                ManagerDocument.of(manager, Date.from(now().plus(duration))),
                new ReplaceOptions().upsert(true)));
  }

  @Override
  public CompletionStage<Void> leave(UUID manager) {
    return calls.repeatable(
        "what manager " + manager + " announces",
        () -> {
          collection.deleteOne(eq(ManagerDocument.KEY, manager));
          leases.endAll(manager);
        });
  }

  @Override
  public CompletionStage<List<ManagerRecord>> present() {
    return calls.read(
        () ->
            List.copyOf(
                collection
                    .find(gt(ManagerDocument.EXPIRES, Date.from(now())))
                    .map(ManagerDocument::toManager)
                    .into(new ArrayList<>())));
  }

  /** An attempt whose answer was lost leaves a lease that the next one finds, and prolongs. */
  @Override
  public CompletionStage<Optional<Lease>> acquire(String name, UUID holder, Duration duration) {
    return calls.change(
        "the lease " + name, again -> leases.tryAcquire(name, holder, duration, now()));
  }
}
