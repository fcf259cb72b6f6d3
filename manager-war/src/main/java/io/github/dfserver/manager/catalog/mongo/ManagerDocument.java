package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ManagerRecord;
import io.github.dfserver.manager.catalog.ManagerRecord.Presence;
import io.github.dfserver.protocol.StoreStatus;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;

/** What a manager announced as a document, and back. */
final class ManagerDocument {
  static final String KEY = "_id";

  /** Until when it counts, by the database's clock. */
  static final String EXPIRES = "expires";

  private static final String URL = "url";
  private static final String NODES = "nodes";
  private static final String NODE = "node";
  private static final String PROCESS_ID = "processId";
  private static final String SINCE = "since";
  private static final String FILES = "files";
  private static final String BYTES = "bytes";
  private static final String FREE_BYTES = "freeBytes";
  private static final String ACCEPTING = "accepting";
  private static final String LEAVING = "leaving";

  private ManagerDocument() {}

  static Document of(ManagerRecord manager, Date expires) {
    return new Document(KEY, manager.id())
        .append(URL, manager.url())
        .append(NODES, manager.nodes().stream().map(ManagerDocument::of).toList())
        .append(EXPIRES, expires);
  }

  private static Document of(Presence presence) {
    StoreStatus status = presence.status();
    return new Document(NODE, presence.node())
        .append(PROCESS_ID, presence.processId())
        .append(SINCE, Date.from(presence.since()))
        .append(FILES, status.files())
        .append(BYTES, status.bytes())
        .append(FREE_BYTES, status.freeBytes())
        .append(ACCEPTING, status.accepting())
        .append(LEAVING, presence.leaving());
  }

  static ManagerRecord toManager(Document document) {
    try {
      return new ManagerRecord(
          document.get(KEY, UUID.class),
          document.getString(URL),
          document.getList(NODES, Document.class).stream()
              .map(ManagerDocument::toPresence)
              .toList());
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new CatalogException(
          "The catalogue's document of manager " + document.get(KEY) + " is damaged", e);
    }
  }

  private static Presence toPresence(Document document) {
    return new Presence(
        document.getString(NODE),
        document.get(PROCESS_ID, UUID.class),
        document.getDate(SINCE).toInstant(),
        new StoreStatus(
            document.getLong(FILES),
            document.getLong(BYTES),
            document.getLong(FREE_BYTES),
            document.getBoolean(ACCEPTING)),
        document.getBoolean(LEAVING));
  }
}
