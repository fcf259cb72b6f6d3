package io.github.dfserver.manager.catalog.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterCatalog;
import io.github.dfserver.manager.catalog.ClusterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The one document of the cluster. Thread-safe. */
final class MongoCluster implements ClusterCatalog {
  private static final int FORMAT = 2;
  private static final String META_KEY = "catalogue";

  private final MongoCollection<Document> collection;
  private final MongoCalls calls;

  MongoCluster(MongoCollection<Document> collection, MongoCalls calls) {
    this.collection = collection;
    this.calls = calls;
  }

  /** The state, created by whichever manager comes first; on the calling thread. */
  ClusterState readOrCreate() {
    Document found;
    try {
      found = findOrCreate();
    } catch (MongoException e) {
      if (!MongoCalls.isDuplicateKey(e)) {
        throw e;
      }
      found = findOrCreate(); // another manager created it at the same moment
    }
    int format = found.getInteger(ClusterDocument.FORMAT, 0);
    if (format != FORMAT) {
      throw new CatalogException(
          "The catalogue in MongoDB has format "
              + format
              + ", and this manager knows only "
              + FORMAT
              + ": use the version of the manager that wrote it");
    }
    return ClusterDocument.toState(found);
  }

  private Document findOrCreate() {
    List<Bson> first = new ArrayList<>();
    ClusterDocument.of(META_KEY, FORMAT, ClusterState.created())
        .forEach(
            (field, value) -> {
              if (!field.equals(ClusterDocument.KEY)) {
                first.add(Updates.setOnInsert(field, value));
              }
            });
    return collection.findOneAndUpdate(
        eq(ClusterDocument.KEY, META_KEY),
        Updates.combine(first),
        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
  }

  @Override
  public CompletionStage<ClusterState> read() {
    return calls.read(this::get);
  }

  private ClusterState get() {
    Document found = collection.find(eq(ClusterDocument.KEY, META_KEY)).first();
    if (found == null) {
      throw new CatalogException("The catalogue in MongoDB has lost its record of the cluster");
    }
    return ClusterDocument.toState(found);
  }

  @Override
  public CompletionStage<Boolean> replace(ClusterState expected, ClusterState next) {
    expected.requireSuccessor(next);
    Document document = ClusterDocument.of(META_KEY, FORMAT, next);
    Bson filter =
        new Document(ClusterDocument.KEY, META_KEY)
            .append(ClusterDocument.REVISION, expected.revision());
    return calls.change(
        "the cluster's state",
        again -> {
          if (collection.replaceOne(filter, document).getMatchedCount() == 1) {
            return Optional.of(true);
          }
          if (!again) {
            return Optional.of(false);
          }
          ClusterState found = get();
          if (found.revision() > next.revision()) {
            throw new CatalogException(
                "The catalogue did not answer, and later changes hide whether it changed the"
                    + " cluster's state");
          }
          return Optional.of(found.equals(next));
        });
  }
}
