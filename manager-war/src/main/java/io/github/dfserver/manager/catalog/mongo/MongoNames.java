package io.github.dfserver.manager.catalog.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.github.dfserver.manager.catalog.CaseFolding;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.NameCursor;
import io.github.dfserver.manager.catalog.NameKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The LIVE records that a listing may name. What the query contains is sought by the database, so
 * that only what matches travels.
 */
final class MongoNames {
  private static final int BATCH = 101;

  private final MongoCollection<Document> collection;
  private final List<Bson> filters = new ArrayList<>();
  private final int batch;

  MongoNames(MongoCollection<Document> collection, ListingQuery query) {
    this.collection = collection;
    // With folders most of a batch would be skipped.
    batch = query.delimiter().isEmpty() ? query.limit() + 1 : Math.min(BATCH, query.limit() + 1);
    filters.add(Filters.eq(FileDocument.STATE, FileState.LIVE.name()));
    if (!query.prefix().isEmpty()) {
      byte[] past = NameKey.pastAll(NameKey.of(query.prefix()));
      filters.add(Filters.lt(FileDocument.KEY, Keys.of(past)));
    }
    if (!query.contains().isEmpty()) {
      filters.add(Filters.regex(FileDocument.FOLDED, literally(query.contains())));
    }
  }

  /** A pattern without the nesting of {@code \Q}, which not every server reads alike. */
  private static Pattern literally(String text) {
    StringBuilder pattern = new StringBuilder();
    CaseFolding.fold(text)
        .chars()
        .forEach(
            c -> {
              if (c < 0x20) {
                pattern.append("\\x%02x".formatted(c)); // NUL would end the pattern
              } else {
                if (c < 0x80 && !Character.isLetterOrDigit(c)) {
                  pattern.append('\\');
                }
                pattern.append((char) c);
              }
            });
    return Pattern.compile(pattern.toString());
  }

  NameCursor open(byte[] from) {
    List<Bson> all = new ArrayList<>(filters);
    all.add(Filters.gte(FileDocument.KEY, Keys.of(from)));
    MongoCursor<Document> cursor =
        collection
            .find(Filters.and(all))
            .sort(Sorts.ascending(FileDocument.KEY))
            .batchSize(batch)
            .cursor();
    return new Cursor(cursor);
  }

  private static final class Cursor implements NameCursor {
    private final MongoCursor<Document> cursor;
    private Document current = new Document();

    Cursor(MongoCursor<Document> cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean advance() {
      if (!cursor.hasNext()) {
        return false;
      }
      current = cursor.next();
      return true;
    }

    @Override
    public String name() {
      return Keys.name(current.getString(FileDocument.KEY));
    }

    @Override
    public FileRecord record() {
      return FileDocument.toRecord(current);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
