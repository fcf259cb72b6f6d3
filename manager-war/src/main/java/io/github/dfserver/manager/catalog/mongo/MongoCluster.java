package io.github.dfserver.manager.catalog.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.github.dfserver.format.Formats;
import io.github.dfserver.format.UnknownFormatException;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterCatalog;
import io.github.dfserver.manager.catalog.ClusterState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The one document of the cluster. Thread-safe. */
final class MongoCluster implements ClusterCatalog {
  /**
   * What is known. Managers of the version before may run while a step does, and two managers may
   * run it at once: both must be able to work with what it makes at every moment.
   */
  static final Formats<MongoDatabase> FORMATS = new Formats<>(2, List.of());

  private static final String META_KEY = "catalogue";
  private static final String NAMED = "The catalogue in MongoDB";

  private final MongoDatabase database;
  private final MongoCollection<Document> collection;
  private final MongoCalls calls;
  private final Formats<MongoDatabase> formats;

  MongoCluster(MongoDatabase database, MongoCalls calls, Formats<MongoDatabase> formats) {
    this.database = database;
    this.collection = database.getCollection("meta");
    this.calls = calls;
    this.formats = formats;
  }

  /**
   * The state, created by whichever manager comes first, and upgraded; on the calling thread.
   *
   * @throws CatalogException when it has a format that is not known
   */
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
    int format = format(found);
    try {
      formats.require(NAMED, format);
      formats.upgrade(NAMED, format, database, this::record);
    } catch (UnknownFormatException e) {
      throw new CatalogException(e.getMessage(), e);
    } catch (IOException e) {
      throw new CatalogException(NAMED + " could not be upgraded: " + e.getMessage(), e);
    }
    return get();
  }

  private static int format(Document found) {
    return found.getInteger(ClusterDocument.FORMAT, 1);
  }

  /** Unless another manager, which upgrades too, was faster. */
  private void record(int format) {
    collection.updateOne(
        and(eq(ClusterDocument.KEY, META_KEY), lt(ClusterDocument.FORMAT, format)),
        Updates.set(ClusterDocument.FORMAT, format));
  }

  private Document findOrCreate() {
    List<Bson> first = new ArrayList<>();
    ClusterDocument.of(META_KEY, formats.current(), ClusterState.created())
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
    if (format(found) != formats.current()) {
      throw new CatalogException(
          NAMED + " was upgraded by a newer manager; upgrade this one too, or stop it");
    }
    return ClusterDocument.toState(found);
  }

  @Override
  public CompletionStage<Boolean> replace(ClusterState expected, ClusterState next) {
    expected.requireSuccessor(next);
    Document document = ClusterDocument.of(META_KEY, formats.current(), next);
    Bson filter =
        new Document(ClusterDocument.KEY, META_KEY)
            .append(ClusterDocument.FORMAT, formats.current())
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
