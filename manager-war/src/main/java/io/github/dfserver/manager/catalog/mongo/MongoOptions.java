package io.github.dfserver.manager.catalog.mongo;

import java.time.Duration;
import java.util.Objects;

/**
 * Where the catalogue is and how long to wait for it.
 *
 * @param uri a MongoDB connection string; its read concern level is used where it names one, its
 *     write concern and read preference are not
 * @param database the database; empty for the one that the connection string names, else {@code
 *     dfserver}
 * @param selectionTimeout how long to look for a primary
 * @param connectTimeout how long to wait for a connection, new or pooled
 * @param answerTimeout how long to wait for the answer to one operation
 * @param attempts how often a change whose outcome is not known is tried, at least 1
 */
public record MongoOptions(
    String uri,
    String database,
    Duration selectionTimeout,
    Duration connectTimeout,
    Duration answerTimeout,
    int attempts) {

  /** Refuses nulls and fewer than one attempt. */
  public MongoOptions {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(selectionTimeout, "selectionTimeout");
    Objects.requireNonNull(connectTimeout, "connectTimeout");
    Objects.requireNonNull(answerTimeout, "answerTimeout");
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts are below 1: " + attempts);
    }
  }

  /** The database of this connection string, and 5, 5 and 30 seconds; three attempts. */
  public static MongoOptions of(String uri) {
    Duration five = Duration.ofSeconds(5);
    return new MongoOptions(uri, "", five, five, Duration.ofSeconds(30), 3);
  }

  /** In another database. */
  public MongoOptions withDatabase(String name) {
    return new MongoOptions(uri, name, selectionTimeout, connectTimeout, answerTimeout, attempts);
  }

  /** With other limits on waiting. */
  public MongoOptions withTimeouts(Duration selection, Duration connect, Duration answer) {
    return new MongoOptions(uri, database, selection, connect, answer, attempts);
  }
}
