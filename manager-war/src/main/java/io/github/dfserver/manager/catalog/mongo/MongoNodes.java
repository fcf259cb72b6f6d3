package io.github.dfserver.manager.catalog.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.NodeCatalog;
import io.github.dfserver.manager.catalog.NodeRecord;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The collection of nodes. Thread-safe. */
final class MongoNodes implements NodeCatalog {
  private static final String KEY = "_id";
  private static final String INSTANCE_ID = "instanceId";
  private static final String INCARNATION = "incarnation";
  private static final String PROCESS_ID = "processId";
  private static final String FIRST_SEEN = "firstSeen";
  private static final String LAST_SEEN = "lastSeen";
  private static final String DRAINING = "draining";
  private static final String REVISION = "revision";

  private final MongoCollection<Document> collection;
  private final MongoCalls calls;

  MongoNodes(MongoCollection<Document> collection, MongoCalls calls) {
    this.collection = collection;
    this.calls = calls;
  }

  @Override
  public CompletionStage<List<NodeRecord>> all() {
    return calls.read(
        () ->
            List.copyOf(
                collection
                    .find()
                    .sort(Sorts.ascending(KEY))
                    .map(MongoNodes::toRecord)
                    .into(new ArrayList<>())));
  }

  @Override
  public CompletionStage<Optional<NodeRecord>> find(String id) {
    String key = Keys.of(id);
    return calls.read(() -> get(key));
  }

  @Override
  public CompletionStage<Optional<NodeRecord>> create(NodeRecord joined) {
    Document document = toDocument(joined);
    return calls.change("node " + joined.id(), again -> tryCreate(joined, document, again));
  }

  private Optional<Optional<NodeRecord>> tryCreate(
      NodeRecord joined, Document document, boolean again) {
    try {
      collection.insertOne(document);
      return Optional.of(Optional.empty());
    } catch (MongoException e) {
      if (!MongoCalls.isDuplicateKey(e)) {
        throw e;
      }
    }
    Optional<NodeRecord> found = get(document.getString(KEY));
    if (found.isEmpty()) {
      return Optional.empty(); // removed meanwhile: another attempt
    }
    return Optional.of(again && found.get().equals(joined) ? Optional.empty() : found);
  }

  @Override
  public CompletionStage<Boolean> replace(NodeRecord expected, NodeRecord next) {
    expected.requireSuccessor(next);
    Document document = toDocument(next);
    return calls.change(
        "node " + next.id(),
        again -> {
          if (collection.replaceOne(exactly(expected), document).getMatchedCount() == 1) {
            return Optional.of(true);
          }
          if (!again) {
            return Optional.of(false);
          }
          Optional<NodeRecord> found = get(document.getString(KEY));
          if (found.isEmpty() || found.get().revision() > next.revision()) {
            throw new CatalogException(
                "The catalogue did not answer, and later changes hide whether it changed node "
                    + next.id());
          }
          return Optional.of(found.get().equals(next));
        });
  }

  @Override
  public CompletionStage<Boolean> remove(NodeRecord expected) {
    return calls.change(
        "node " + expected.id(),
        again -> {
          if (collection.deleteOne(exactly(expected)).getDeletedCount() == 1) {
            return Optional.of(true);
          }
          return Optional.of(again && get(Keys.of(expected.id())).isEmpty());
        });
  }

  private Optional<NodeRecord> get(String key) {
    return Optional.ofNullable(collection.find(eq(KEY, key)).first()).map(MongoNodes::toRecord);
  }

  private static Bson exactly(NodeRecord expected) {
    return new Document(KEY, Keys.of(expected.id()))
        .append(INSTANCE_ID, expected.instanceId())
        .append(REVISION, expected.revision());
  }

  private static Document toDocument(NodeRecord node) {
    return new Document(KEY, Keys.of(node.id()))
        .append(INSTANCE_ID, node.instanceId())
        .append(INCARNATION, node.incarnation())
        .append(PROCESS_ID, node.processId().orElse(null))
        .append(FIRST_SEEN, Date.from(node.firstSeen()))
        .append(LAST_SEEN, Date.from(node.lastSeen()))
        .append(DRAINING, node.draining())
        .append(REVISION, node.revision());
  }

  private static NodeRecord toRecord(Document document) {
    String id = Keys.name(document.getString(KEY));
    try {
      return new NodeRecord(
          id,
          document.get(INSTANCE_ID, UUID.class),
          document.getLong(INCARNATION),
          Optional.ofNullable(document.get(PROCESS_ID, UUID.class)),
          document.getDate(FIRST_SEEN).toInstant(),
          document.getDate(LAST_SEEN).toInstant(),
          document.getBoolean(DRAINING),
          document.getLong(REVISION));
    } catch (ClassCastException | NullPointerException e) {
      throw new CatalogException("The catalogue's document of node " + id + " is damaged", e);
    }
  }
}
