package io.github.dfserver.manager.catalog.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.Tombstone;
import io.github.dfserver.manager.catalog.TombstoneCatalog;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Two collections: tombstones by node and copy, and up to which move sequence files were deleted.
 * Each change may be made again without harm. Thread-safe.
 */
final class MongoTombstones implements TombstoneCatalog {
  private static final String KEY = "_id";
  private static final String NODE = "node";
  private static final String COPY_ID = "copyId";
  private static final String FILE_ID = "fileId";
  private static final String SINCE = "since";
  private static final String MOVE_SEQUENCE = "moveSequence";

  private final MongoCollection<Document> copies;
  private final MongoCollection<Document> files;
  private final MongoCalls calls;

  MongoTombstones(MongoDatabase database, MongoCalls calls) {
    copies = database.getCollection("tombstones");
    files = database.getCollection("deletedFiles");
    this.calls = calls;
  }

  @Override
  public CompletionStage<Void> add(Tombstone tombstone) {
    CopyPlace place = tombstone.place();
    Bson first =
        Updates.combine(
            Updates.setOnInsert(NODE, place.node()),
            Updates.setOnInsert(COPY_ID, place.copyId()),
            Updates.setOnInsert(FILE_ID, tombstone.fileId()),
            Updates.setOnInsert(SINCE, Date.from(tombstone.since())));
    return calls.repeatable(
        "a tombstone of node " + place.node(),
        () -> copies.updateOne(key(place), first, MongoCalls.UPSERT));
  }

  @Override
  public CompletionStage<Void> remove(CopyPlace place) {
    return calls.repeatable(
        "a tombstone of node " + place.node(), () -> copies.deleteOne(key(place)));
  }

  @Override
  public CompletionStage<Optional<Tombstone>> find(CopyPlace place) {
    return calls.read(
        () ->
            Optional.ofNullable(copies.find(key(place)).first()).map(MongoTombstones::toTombstone));
  }

  @Override
  public CompletionStage<List<Tombstone>> onNode(String node, Optional<UUID> after, int limit) {
    String from = after.map(id -> Keys.copy(node, id)).orElse(Keys.node(node));
    Bson filter = and(gt(KEY, from), lt(KEY, Keys.pastNode(node)));
    return calls.read(
        () ->
            List.copyOf(
                copies
                    .find(filter)
                    .sort(Sorts.ascending(KEY))
                    .limit(limit)
                    .map(MongoTombstones::toTombstone)
                    .into(new ArrayList<>())));
  }

  @Override
  public CompletionStage<Void> fileDeleted(UUID fileId, long moveSequence) {
    return calls.repeatable(
        "what is known of the deleted file " + fileId,
        () ->
            files.updateOne(
                eq(KEY, fileId), Updates.max(MOVE_SEQUENCE, moveSequence), MongoCalls.UPSERT));
  }

  @Override
  public CompletionStage<OptionalLong> deletedUpTo(UUID fileId) {
    return calls.read(
        () -> {
          Document found = files.find(eq(KEY, fileId)).first();
          return found == null
              ? OptionalLong.empty()
              : OptionalLong.of(found.getLong(MOVE_SEQUENCE));
        });
  }

  private static Bson key(CopyPlace place) {
    return eq(KEY, Keys.copy(place.node(), place.copyId()));
  }

  private static Tombstone toTombstone(Document document) {
    try {
      return new Tombstone(
          new CopyPlace(document.getString(NODE), document.get(COPY_ID, UUID.class)),
          document.get(FILE_ID, UUID.class),
          document.getDate(SINCE).toInstant());
    } catch (ClassCastException | NullPointerException e) {
      throw new CatalogException(
          "The catalogue's tombstone " + document.get(KEY) + " is damaged", e);
    }
  }
}
