package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.CaseFolding;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.Move;
import io.github.dfserver.protocol.Sha256;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
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

  /** Repeats the lease of a record that is not settled, so that its sparse index is small. */
  static final String UNSETTLED_UNTIL = "unsettledUntil";

  /** Only where the bytes are not intact, so that its partial index is small. */
  static final String HEALTH = "health";

  private static final String MOVE = "move";
  private static final String PREVIOUS = "previous";

  /** The node of the copy that is being made. */
  static final String MOVE_NODE = MOVE + "." + NODE;

  /** The node of the copy that was left. */
  static final String PREVIOUS_NODE = PREVIOUS + "." + NODE;

  private static final String TERM = "term";
  private static final String CANCELLED = "cancelled";
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
    if (!record.settled()) {
      document.append(UNSETTLED_UNTIL, Date.from(record.leaseExpires()));
    }
    if (record.health() != Health.INTACT) {
      document.append(HEALTH, record.health().name());
    }
    record
        .move()
        .ifPresent(
            move ->
                document.append(
                    MOVE,
                    place(move.target())
                        .append(TERM, move.term())
                        .append(CANCELLED, move.cancelled())));
    record.previous().ifPresent(previous -> document.append(PREVIOUS, place(previous)));
    return document;
  }

  private static Document place(CopyPlace place) {
    return new Document(NODE, place.node()).append(COPY_ID, place.copyId());
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
          Health.valueOf(Objects.requireNonNullElse(document.getString(HEALTH), "INTACT")),
          Optional.ofNullable(document.get(MOVE, Document.class)).map(FileDocument::move),
          Optional.ofNullable(document.get(PREVIOUS, Document.class)).map(FileDocument::place));
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new CatalogException("The catalogue's document of " + name + " is damaged", e);
    }
  }

  private static Move move(Document move) {
    return new Move(place(move), move.getLong(TERM), move.getBoolean(CANCELLED));
  }

  private static CopyPlace place(Document place) {
    return new CopyPlace(place.getString(NODE), place.get(COPY_ID, UUID.class));
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
