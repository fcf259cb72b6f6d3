package io.github.dfserver.manager.catalog.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

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
import io.github.dfserver.manager.catalog.Listing;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.ListingScan;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.catalog.RecordPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The collection of file records. Thread-safe. */
final class MongoFiles implements FileCatalog {
  private static final Bson LIVE = eq(FileDocument.STATE, FileState.LIVE.name());

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
            FileDocument.STATE, FileDocument.NODE, FileDocument.KEY, FileDocument.SIZE));
    collection.createIndex(
        Indexes.ascending(FileDocument.UNSETTLED_UNTIL), new IndexOptions().sparse(true));
  }

  @Override
  public CompletionStage<Optional<FileRecord>> find(String name) {
    String key = Keys.of(name);
    return calls.read(() -> get(key));
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
    boolean mine = again && found.get().fileId().equals(pending.fileId());
    return Optional.of(mine ? Optional.empty() : found);
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
      throw new CatalogException(
          "The catalogue did not answer, and later changes hide whether it changed "
              + expected.name());
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
    Bson onNode = and(LIVE, eq(FileDocument.NODE, node));
    Bson filter =
        after.map(name -> and(onNode, gt(FileDocument.KEY, Keys.of(name)))).orElse(onNode);
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

  @Override
  public CompletionStage<Map<String, NodeUsage>> usage() {
    List<Bson> pipeline =
        List.of(
            Aggregates.match(LIVE),
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
