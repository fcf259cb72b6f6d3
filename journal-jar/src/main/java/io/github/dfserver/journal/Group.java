package io.github.dfserver.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Entries that are written and forced together, and who waits for them. Guarded by its owner's lock
 * while it is filled, then used by the writer thread alone, but for {@link #add}.
 */
final class Group {
  private static final int FIRST_CAPACITY = 1 << 16;

  private final int limit;
  private ByteBuffer bytes;
  private long start;
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();

  Group(int limit) {
    this.limit = limit;
    this.bytes = ByteBuffer.allocate(Math.min(limit, FIRST_CAPACITY));
  }

  /** Makes the group an empty one that begins here. */
  void begin(long position) {
    start = position;
    bytes.clear();
  }

  long start() {
    return start;
  }

  long end() {
    return start + bytes.position();
  }

  int size() {
    return bytes.position();
  }

  boolean hasRoom(int entryBytes) {
    return entryBytes <= limit - bytes.position();
  }

  /** Copies an entry in; its header is completed when the group is sealed. */
  void append(ByteBuffer[] parts, int entryBytes) {
    int at = bytes.position();
    grow(at + entryBytes);
    int to = at + EntryHeader.BYTES;
    for (ByteBuffer part : parts) {
      part.get(part.position(), bytes.array(), to, part.remaining());
      to += part.remaining();
    }
    bytes.putInt(at, entryBytes);
    bytes.position(at + entryBytes);
  }

  private void grow(int needed) {
    if (needed > bytes.capacity()) {
      int capacity = (int) Math.min(limit, Math.max(needed, 2L * bytes.capacity()));
      bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
    }
  }

  /** Has the future completed together with the group. */
  void add(CompletableFuture<Void> future) {
    waiting.add(future);
  }

  List<CompletableFuture<Void>> takeWaiting() {
    List<CompletableFuture<Void>> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /** Completes the entries' headers and returns all bytes of the group. */
  ByteBuffer seal(EntryHeader header, boolean force) {
    for (int at = 0; at < bytes.position(); at += EntryHeader.length(bytes, at)) {
      header.seal(bytes, at, start + at, force ? at : EntryHeader.NOT_FORCED);
    }
    return bytes.duplicate().flip();
  }
}
