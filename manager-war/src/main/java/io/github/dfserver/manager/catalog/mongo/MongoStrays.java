package io.github.dfserver.manager.catalog.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static io.github.dfserver.manager.catalog.mongo.StrayDocument.KEY;
import static io.github.dfserver.manager.catalog.mongo.StrayDocument.NAME;
import static io.github.dfserver.manager.catalog.mongo.StrayDocument.NODE;
import static io.github.dfserver.manager.catalog.mongo.StrayDocument.REASON;
import static io.github.dfserver.manager.catalog.mongo.StrayDocument.SEEN;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.catalog.StrayCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The collection of strays. Each change may be made again without harm. Thread-safe. */
final class MongoStrays implements StrayCatalog {
  private static final int CONFLICTS = 1000;
  private static final int ROUND = 1000;
  private static final Bson ORDER = Sorts.ascending(NODE, NAME, KEY);

  private final MongoCollection<Document> collection;
  private final MongoCalls calls;

  MongoStrays(MongoCollection<Document> collection, MongoCalls calls) {
    this.collection = collection;
    this.calls = calls;
  }

  /** Creates the indexes that are missing. */
  void createIndexes() {
    collection.createIndex(Indexes.ascending(NODE, NAME, KEY));
    collection.createIndex(Indexes.ascending(REASON, NODE, NAME, KEY));
  }

  @Override
  public CompletionStage<Void> put(Stray stray) {
    Document document = StrayDocument.of(stray);
    return calls.repeatable(
        "a stray copy of node " + stray.node(),
        () ->
            collection.replaceOne(
                eq(KEY, document.getString(KEY)), document, new ReplaceOptions().upsert(true)));
  }

  @Override
  public CompletionStage<Void> remove(CopyPlace place) {
    return calls.repeatable(
        "a stray copy of node " + place.node(),
        () -> collection.deleteOne(eq(KEY, Keys.copy(place.node(), place.copyId()))));
  }

  @Override
  public CompletionStage<Void> removeSeenBefore(String node, Instant instant) {
    return removeSeenBefore(node, lt(SEEN, Date.from(instant)), Keys.node(node));
  }

  /** One by one, since a change of many documents at once is none that can be relied on. */
  private CompletionStage<Void> removeSeenBefore(String node, Bson seenBefore, String after) {
    Bson filter = and(gt(KEY, after), lt(KEY, Keys.pastNode(node)), seenBefore);
    return calls
        .read(
            () ->
                collection
                    .find(filter)
                    .projection(Projections.include(KEY))
                    .sort(Sorts.ascending(KEY))
                    .limit(ROUND)
                    .map(document -> document.getString(KEY))
                    .into(new ArrayList<>()))
        .thenCompose(
            keys -> {
              if (keys.isEmpty()) {
                return CompletableFuture.completedStage(null);
              }
              CompletionStage<Void> removed =
                  calls.repeatable(
                      "stray copies of node " + node,
                      () ->
                          keys.forEach(key -> collection.deleteOne(and(eq(KEY, key), seenBefore))));
              return keys.size() < ROUND
                  ? removed
                  : removed.thenCompose(
                      done -> removeSeenBefore(node, seenBefore, keys.get(ROUND - 1)));
            });
  }

  @Override
  public CompletionStage<List<Stray>> onNode(String node, Optional<String> after, int limit) {
    Bson onNode = eq(NODE, Keys.of(node));
    Bson filter = after.map(name -> and(onNode, gt(NAME, Keys.of(name)))).orElse(onNode);
    return calls.read(
        () -> {
          List<Document> page = page(filter, limit);
          if (page.size() == limit) {
            Document last = page.get(limit - 1);
            page.addAll(
                page(and(onNode, eq(NAME, last.getString(NAME)), gt(KEY, last.getString(KEY))), 0));
          }
          return toStrays(page);
        });
  }

  @Override
  public CompletionStage<List<Stray>> conflicts(Optional<String> name) {
    Bson conflict = eq(REASON, Stray.Reason.CONFLICT.name());
    Bson filter = name.map(one -> and(conflict, eq(NAME, Keys.of(one)))).orElse(conflict);
    return calls.read(() -> toStrays(page(filter, name.isPresent() ? 0 : CONFLICTS)));
  }

  /**
   * Documents in order.
   *
   * @param limit 0 for all
   */
  private List<Document> page(Bson filter, int limit) {
    return collection.find(filter).sort(ORDER).limit(limit).into(new ArrayList<>());
  }

  private static List<Stray> toStrays(List<Document> page) {
    return page.stream().map(StrayDocument::toStray).toList();
  }
}
