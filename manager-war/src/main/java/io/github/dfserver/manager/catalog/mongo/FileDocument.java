package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.CaseFolding;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.protocol.Sha256;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;

/** A file record as a document, and back. The key is the name's, see {@link Keys}. */
final class FileDocument {
  static final String KEY = "_id";
  static final String FILE_ID = "fileId";
  static final String COPY_ID = "copyId";
  static final String FOLDED = "folded";
  static final String CONTENT_TYPE = "contentType";
  static final String SIZE = "size";
  static final String SHA256 = "sha256";
  static final String NODE = "node";
  static final String CREATED_AT = "createdAt";
  static final String STATE = "state";
  static final String OWNER = "owner";
  static final String LEASE_EXPIRES = "leaseExpires";

  /** Repeats the lease of a record that is not LIVE, so that its sparse index is small. */
  static final String UNSETTLED_UNTIL = "unsettledUntil";

  static final String MOVE_SEQUENCE = "moveSequence";
  static final String REVISION = "revision";

  private FileDocument() {}

  static Document of(FileRecord record) {
    Document document =
        new Document(KEY, Keys.of(record.name()))
            .append(FOLDED, CaseFolding.fold(record.name()))
            .append(FILE_ID, record.fileId())
            .append(COPY_ID, record.copyId())
            .append(CONTENT_TYPE, record.contentType())
            .append(NODE, record.node())
            .append(CREATED_AT, Date.from(record.createdAt()))
            .append(STATE, record.state().name())
            .append(OWNER, record.owner())
            .append(LEASE_EXPIRES, Date.from(record.leaseExpires()))
            .append(MOVE_SEQUENCE, record.moveSequence())
            .append(REVISION, record.revision());
    record
        .content()
        .ifPresent(
            content ->
                document
                    .append(SIZE, content.size())
                    .append(SHA256, new Binary(content.sha256().bytes())));
    if (record.state() != FileState.LIVE) {
      document.append(UNSETTLED_UNTIL, Date.from(record.leaseExpires()));
    }
    return document;
  }

  static FileRecord toRecord(Document document) {
    String name = Keys.name(document.getString(KEY));
    try {
      return new FileRecord(
          document.get(FILE_ID, UUID.class),
          document.get(COPY_ID, UUID.class),
          name,
          document.getString(CONTENT_TYPE),
          content(document),
          document.getString(NODE),
          instant(document, CREATED_AT),
          FileState.valueOf(document.getString(STATE)),
          document.get(OWNER, UUID.class),
          instant(document, LEASE_EXPIRES),
          document.getLong(MOVE_SEQUENCE),
          document.getLong(REVISION),
          Health.INTACT,
          Optional.empty(),
          Optional.empty());
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new CatalogException("The catalogue's document of " + name + " is damaged", e);
    }
  }

  private static Optional<FileContent> content(Document document) {
    Long size = document.getLong(SIZE);
    return size == null
        ? Optional.empty()
        : Optional.of(
            new FileContent(size, Sha256.fromBytes(document.get(SHA256, Binary.class).getData())));
  }

  private static Instant instant(Document document, String field) {
    return document.getDate(field).toInstant();
  }
}
