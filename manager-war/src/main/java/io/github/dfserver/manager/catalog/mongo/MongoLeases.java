package io.github.dfserver.manager.catalog.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import io.github.dfserver.manager.catalog.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The collection of leases, one document a name, which stays for its term. Calls block. */
final class MongoLeases {
  private static final String KEY = "_id";
  private static final String HOLDER = "holder";
  private static final String TERM = "term";
  private static final String EXPIRES = "expires";

  /** Raised by each change, also when holder and term stay. */
  private static final String REVISION = "revision";

  private final MongoCollection<Document> collection;

  MongoLeases(MongoCollection<Document> collection) {
    this.collection = collection;
  }

  /**
   * Takes or prolongs a lease.
   *
   * @param now the database's time, read before this call: a lease that has ended by then has ended
   * @return empty when another change came between, and it has to be tried again; else the lease,
   *     if the holder has it now
   */
  Optional<Optional<Lease>> tryAcquire(String name, UUID holder, Duration duration, Instant now) {
    String key = Keys.of(name);
    Document found = collection.find(eq(KEY, key)).first();
    Date expires = Date.from(now.plus(duration));
    if (found == null) {
      return create(key, new Lease(holder, 1), expires);
    }
    boolean goesOn = found.getDate(EXPIRES).toInstant().isAfter(now);
    boolean mine = found.get(HOLDER, UUID.class).equals(holder);
    if (goesOn && !mine) {
      return Optional.of(Optional.empty());
    }
    Lease lease = new Lease(holder, found.getLong(TERM) + (goesOn ? 0 : 1));
    Bson change =
        Updates.combine(
            Updates.set(HOLDER, holder),
            Updates.set(TERM, lease.term()),
            Updates.set(EXPIRES, expires),
            Updates.inc(REVISION, 1L));
    return collection.updateOne(exactly(found), change).getMatchedCount() == 1
        ? Optional.of(Optional.of(lease))
        : Optional.empty();
  }

  private Optional<Optional<Lease>> create(String key, Lease lease, Date expires) {
    try {
      collection.insertOne(
          new Document(KEY, key)
              .append(HOLDER, lease.holder())
              .append(TERM, lease.term())
              .append(EXPIRES, expires)
              .append(REVISION, 1L));
      return Optional.of(Optional.of(lease));
    } catch (MongoException e) {
      if (!MongoCalls.isDuplicateKey(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Ends what this manager holds, one by one; what it prolongs meanwhile goes on. */
  void endAll(UUID holder) {
    for (Document lease : collection.find(eq(HOLDER, holder))) {
      collection.updateOne(
          exactly(lease),
          Updates.combine(
              Updates.set(EXPIRES, Date.from(Instant.EPOCH)), Updates.inc(REVISION, 1L)));
    }
  }

  private static Bson exactly(Document lease) {
    return new Document(KEY, lease.getString(KEY)).append(REVISION, lease.getLong(REVISION));
  }
}
