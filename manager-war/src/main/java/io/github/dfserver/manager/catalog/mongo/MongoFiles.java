package io.github.dfserver.manager.catalog.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.Listing;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.ListingScan;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.catalog.RecordPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The collection of file records. Thread-safe. */
final class MongoFiles implements FileCatalog {
  /** A name is up to 1 KiB, and a message to the database 16 MiB. */
  private static final int FOUND_AT_ONCE = 1000;

  private static final Bson LIVE = eq(FileDocument.STATE, FileState.LIVE.name());
  private static final Bson HELD = and(LIVE, ne(FileDocument.HEALTH, Health.MISSING.name()));

  private final MongoCollection<Document> collection;
  private final MongoCalls calls;

  MongoFiles(MongoCollection<Document> collection, MongoCalls calls) {
    this.collection = collection;
    this.calls = calls;
  }

  /** Creates the indexes that are missing. */
  void createIndexes() {
    collection.createIndex(
        Indexes.ascending(
            FileDocument.STATE,
            FileDocument.NODE,
            FileDocument.KEY,
            FileDocument.SIZE,
            FileDocument.HEALTH));
    collection.createIndex(
        Indexes.ascending(FileDocument.UNSETTLED_UNTIL), new IndexOptions().sparse(true));
    collection.createIndex(
        Indexes.ascending(FileDocument.MOVE_NODE), new IndexOptions().sparse(true));
    collection.createIndex(
        Indexes.ascending(FileDocument.PREVIOUS_NODE), new IndexOptions().sparse(true));
    collection.createIndex(
        Indexes.ascending(FileDocument.HEALTH, FileDocument.NODE, FileDocument.KEY),
        new IndexOptions().partialFilterExpression(exists(FileDocument.HEALTH)));
  }

  @Override
  public CompletionStage<Optional<FileRecord>> find(String name) {
    String key = Keys.of(name);
    return calls.read(() -> get(key));
  }

  @Override
  public CompletionStage<Map<String, FileRecord>> findAll(Collection<String> names) {
    List<String> keys = names.stream().map(Keys::of).distinct().sorted().toList();
    return calls.read(
        () -> {
          Map<String, FileRecord> found = new HashMap<>();
          for (int i = 0; i < keys.size(); i += FOUND_AT_ONCE) {
            List<String> some = keys.subList(i, Math.min(keys.size(), i + FOUND_AT_ONCE));
            for (Document document : collection.find(in(FileDocument.KEY, some))) {
              FileRecord record = FileDocument.toRecord(document);
              found.put(record.name(), record);
            }
          }
          return Map.copyOf(found);
        });
  }

  @Override
  public CompletionStage<Optional<FileRecord>> create(FileRecord pending) {
    pending.requireNew();
    Document document = FileDocument.of(pending);
    return calls.change(pending.name(), again -> tryCreate(pending, document, again));
  }

  private Optional<Optional<FileRecord>> tryCreate(
      FileRecord pending, Document document, boolean again) {
    try {
      collection.insertOne(document);
      return Optional.of(Optional.empty());
    } catch (MongoException e) {
      if (!MongoCalls.isDuplicateKey(e)) {
        throw e;
      }
    }
    Optional<FileRecord> found = get(document.getString(FileDocument.KEY));
    if (found.isEmpty()) {
      return Optional.empty(); // removed meanwhile: another attempt
    }
    return Optional.of(
        again && earlierAttemptCreated(pending, found.get()) ? Optional.empty() : found);
  }

  /** Whether the attempt whose answer was lost had created the record that has the name. */
  private static boolean earlierAttemptCreated(FileRecord created, FileRecord found) {
    if (!found.fileId().equals(created.fileId())) {
      return false;
    }
    if (created.state() == FileState.PENDING) {
      return true; // nobody else knows its id
    }
    // An adopted file has the id that it has on its node: another manager may have adopted it.
    if (found.revision() > created.revision()) {
      throw hidden(created.name());
    }
    return found.equals(created);
  }

  private static CatalogException hidden(String name) {
    return new CatalogException(
        "The catalogue did not answer, and later changes hide whether it changed " + name);
  }

  @Override
  public CompletionStage<Boolean> replace(FileRecord expected, FileRecord next) {
    expected.requireSuccessor(next);
    Bson filter = exactly(expected);
    Document document = FileDocument.of(next);
    return calls.change(
        next.name(),
        again -> {
          if (collection.replaceOne(filter, document).getMatchedCount() == 1) {
            return Optional.of(true);
          }
          return Optional.of(again && earlierAttemptReplaced(expected, next));
        });
  }

  /** Whether the attempt whose answer was lost had replaced the record. */
  private boolean earlierAttemptReplaced(FileRecord expected, FileRecord next) {
    Optional<FileRecord> found = get(Keys.of(expected.name()));
    if (found.isPresent() && found.get().equals(next)) {
      return true;
    }
    boolean overtaken =
        found.isEmpty()
            || !found.get().fileId().equals(expected.fileId())
            || found.get().revision() > next.revision();
    if (overtaken) {
      throw hidden(expected.name());
    }
    return false;
  }

  @Override
  public CompletionStage<Boolean> remove(FileRecord expected) {
    expected.requireRemovable();
    Bson filter = exactly(expected);
    return calls.change(
        expected.name(),
        again -> {
          if (collection.deleteOne(filter).getDeletedCount() == 1) {
            return Optional.of(true);
          }
          // After a lost answer: it is gone, which is what was asked for.
          return Optional.of(
              again
                  && get(Keys.of(expected.name()))
                      .filter(found -> found.fileId().equals(expected.fileId()))
                      .isEmpty());
        });
  }

  @Override
  public CompletionStage<Listing> list(ListingQuery query) {
    MongoNames names = new MongoNames(collection, query);
    ListingScan scan = new ListingScan(query, names::open);
    return calls.read(scan::run);
  }

  @Override
  public CompletionStage<RecordPage> onNode(String node, Optional<String> after, int limit) {
    return page(and(HELD, eq(FileDocument.NODE, node)), after, limit);
  }

  @Override
  public CompletionStage<RecordPage> unwell(
      String node, Health health, Optional<String> after, int limit) {
    if (health == Health.INTACT) {
      throw new IllegalArgumentException("an intact file is not unwell");
    }
    Bson filter = and(eq(FileDocument.HEALTH, health.name()), eq(FileDocument.NODE, node), LIVE);
    return page(filter, after, limit);
  }

  private CompletionStage<RecordPage> page(Bson wanted, Optional<String> after, int limit) {
    Bson filter =
        after.map(name -> and(wanted, gt(FileDocument.KEY, Keys.of(name)))).orElse(wanted);
    return calls.read(
        () -> {
          List<FileRecord> records = page(filter, FileDocument.KEY, limit + 1);
          if (records.size() <= limit) {
            return new RecordPage(records, Optional.empty());
          }
          return new RecordPage(
              records.subList(0, limit), Optional.of(records.get(limit - 1).name()));
        });
  }

  /**
   * Asks in the order in which a record may come to name the node in another way, so that one that
   * changes between two questions is met by the later one. Each is an equality on an index.
   */
  @Override
  public CompletionStage<Boolean> anyOn(String node) {
    List<Bson> questions = new ArrayList<>();
    questions.add(eq(FileDocument.MOVE_NODE, node));
    questions.add(and(HELD, eq(FileDocument.NODE, node)));
    for (FileState state : List.of(FileState.PENDING, FileState.ABANDONED, FileState.DELETING)) {
      questions.add(and(eq(FileDocument.STATE, state.name()), eq(FileDocument.NODE, node)));
    }
    questions.add(eq(FileDocument.PREVIOUS_NODE, node));
    return calls.read(
        () ->
            questions.stream()
                .anyMatch(
                    question ->
                        collection.find(question).projection(include(FileDocument.KEY)).first()
                            != null));
  }

  @Override
  public CompletionStage<Map<String, NodeUsage>> usage() {
    List<Bson> pipeline =
        List.of(
            Aggregates.match(HELD),
            Aggregates.group(
                "$" + FileDocument.NODE,
                Accumulators.sum("files", 1L),
                Accumulators.sum("bytes", "$" + FileDocument.SIZE)));
    return calls.read(
        () -> {
          Map<String, NodeUsage> usage = new TreeMap<>();
          for (Document node : collection.aggregate(pipeline)) {
            usage.put(
                node.getString("_id"),
                new NodeUsage(
                    node.get("files", Number.class).longValue(),
                    node.get("bytes", Number.class).longValue()));
          }
          return usage;
        });
  }

  @Override
  public CompletionStage<List<FileRecord>> unsettled(Instant leaseExpiredBefore, int limit) {
    Bson filter = lt(FileDocument.UNSETTLED_UNTIL, Date.from(leaseExpiredBefore));
    return calls.read(() -> page(filter, FileDocument.UNSETTLED_UNTIL, limit));
  }

  private List<FileRecord> page(Bson filter, String order, int limit) {
    return collection
        .find(filter)
        .sort(Sorts.ascending(order))
        .limit(limit)
        .map(FileDocument::toRecord)
        .into(new ArrayList<>());
  }

  private Optional<FileRecord> get(String key) {
    return Optional.ofNullable(collection.find(eq(FileDocument.KEY, key)).first())
        .map(FileDocument::toRecord);
  }

  private static Bson exactly(FileRecord expected) {
    return new Document(FileDocument.KEY, Keys.of(expected.name()))
        .append(FileDocument.FILE_ID, expected.fileId())
        .append(FileDocument.COPY_ID, expected.copyId())
        .append(FileDocument.REVISION, expected.revision());
  }
}
