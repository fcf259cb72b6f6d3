package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.Sha256;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;

/** A stray as a document, and back. The key is node and copy, see {@link Keys}. */
final class StrayDocument {
  static final String KEY = "_id";

  /** The node's id as a key, so that nodes are in the order of the embedded catalogue. */
  static final String NODE = "node";

  /** The file's name as a key. */
  static final String NAME = "name";

  static final String REASON = "reason";
  static final String SEEN = "seen";
  private static final String FILE_ID = "fileId";
  private static final String COPY_ID = "copyId";
  private static final String CONTENT_TYPE = "contentType";
  private static final String SIZE = "size";
  private static final String SHA256 = "sha256";
  private static final String CREATED_AT = "createdAt";
  private static final String MOVE_SEQUENCE = "moveSequence";

  private StrayDocument() {}

  static Document of(Stray stray) {
    Copy copy = stray.copy();
    return new Document(KEY, Keys.copy(stray.node(), copy.copyId()))
        .append(NODE, Keys.of(stray.node()))
        .append(NAME, Keys.of(copy.name()))
        .append(REASON, stray.reason().name())
        .append(SEEN, Date.from(stray.seen()))
        .append(FILE_ID, copy.fileId())
        .append(COPY_ID, copy.copyId())
        .append(CONTENT_TYPE, copy.contentType())
        .append(SIZE, copy.size())
        .append(SHA256, new Binary(copy.sha256().bytes()))
        .append(CREATED_AT, Date.from(copy.createdAt()))
        .append(MOVE_SEQUENCE, copy.moveSequence());
  }

  static Stray toStray(Document document) {
    try {
      Copy copy =
          new Copy(
              document.get(FILE_ID, UUID.class),
              document.get(COPY_ID, UUID.class),
              Keys.name(document.getString(NAME)),
              document.getString(CONTENT_TYPE),
              document.getLong(SIZE),
              Sha256.fromBytes(document.get(SHA256, Binary.class).getData()),
              document.getDate(CREATED_AT).toInstant(),
              document.getLong(MOVE_SEQUENCE));
      return new Stray(
          Keys.name(document.getString(NODE)),
          copy,
          Stray.Reason.valueOf(document.getString(REASON)),
          document.getDate(SEEN).toInstant());
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new CatalogException(
          "The catalogue's document of the stray copy " + document.get(KEY) + " is damaged", e);
    }
  }
}
