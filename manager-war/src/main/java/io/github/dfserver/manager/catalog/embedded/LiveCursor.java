package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.NameCursor;
import io.github.dfserver.manager.catalog.NameKey;
import java.nio.ByteBuffer;
import org.h2.mvstore.Cursor;

/** Walks the records as they were when the walk began, and gives those that are LIVE. */
final class LiveCursor implements NameCursor {
  private final Cursor<byte[], byte[]> cursor;
  private String name;
  private byte[] encoded;

  LiveCursor(Cursor<byte[], byte[]> cursor) {
    this.cursor = cursor;
  }

  @Override
  public boolean advance() {
    while (cursor.hasNext()) {
      byte[] key = cursor.next();
      encoded = cursor.getValue();
      if (encoded[0] == RecordCodec.code(FileState.LIVE)) {
        name = NameKey.name(key);
        return true;
      }
    }
    return false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FileRecord record() {
    return RecordCodec.decodeFile(ByteBuffer.wrap(encoded));
  }

  @Override
  public void close() {
    // A walk over an MVStore map holds nothing.
  }
}
