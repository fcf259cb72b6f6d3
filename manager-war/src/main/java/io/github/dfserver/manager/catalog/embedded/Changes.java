package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.journal.Appended;
import io.github.dfserver.journal.EntryConsumer;
import io.github.dfserver.journal.Journal;
import io.github.dfserver.journal.JournalFailedException;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.NodeRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Makes changes: each is appended to the journal and applied to the state under one lock, so that
 * both have the same order, and is answered when it is forced. A key whose last change is not
 * forced yet is remembered, so that nobody is told of what a crash could take back.
 */
final class Changes {
  private static final byte PUT_FILE = 1;
  private static final byte REMOVE_FILE = 2;
  private static final byte PUT_NODE = 3;
  private static final byte REMOVE_NODE = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Long> unforced = new ConcurrentHashMap<>();
  private final State state;
  private volatile Journal journal;

  Changes(State state) {
    this.state = state;
  }

  /**
   * Applies what the journal has; each entry says how a record is, so doing it again is no harm.
   */
  EntryConsumer replay() {
    return (position, entry) -> apply(entry);
  }

  private void apply(ByteBuffer entry) throws IOException {
    byte kind = entry.get();
    byte[] bytes = new byte[entry.remaining()];
    entry.get(bytes);
    switch (kind) {
      case PUT_FILE -> state.put(RecordCodec.decodeFile(ByteBuffer.wrap(bytes)), bytes);
      case REMOVE_FILE -> state.removeFile(new String(bytes, StandardCharsets.UTF_8));
      case PUT_NODE -> state.put(RecordCodec.decodeNode(ByteBuffer.wrap(bytes)), bytes);
      case REMOVE_NODE -> state.removeNode(new String(bytes, StandardCharsets.UTF_8));
      default -> throw new IOException("the journal has an entry of unknown kind " + kind);
    }
  }

  void start(Journal opened) {
    journal = opened;
  }

  Journal journal() {
    return journal;
  }

  ReentrantLock lock() {
    return lock;
  }

  /** To be called under the lock. */
  void put(FileRecord file) {
    byte[] encoded = RecordCodec.encode(file);
    append(fileKey(file.name()), PUT_FILE, encoded);
    state.put(file, encoded);
  }

  /** To be called under the lock. */
  void removeFile(String name) {
    append(fileKey(name), REMOVE_FILE, name.getBytes(StandardCharsets.UTF_8));
    state.removeFile(name);
  }

  /** To be called under the lock. */
  void put(NodeRecord node) {
    byte[] encoded = RecordCodec.encode(node);
    append(nodeKey(node.id()), PUT_NODE, encoded);
    state.put(node, encoded);
  }

  /** To be called under the lock. */
  void removeNode(String id) {
    append(nodeKey(id), REMOVE_NODE, id.getBytes(StandardCharsets.UTF_8));
    state.removeNode(id);
  }

  private void append(String key, byte kind, byte[] bytes) {
    try {
      Appended appended =
          journal.append(ByteBuffer.wrap(new byte[] {kind}), ByteBuffer.wrap(bytes));
      Long position = appended.position();
      unforced.put(key, position);
      CompletionStage<Void> forced = appended.forced();
      forced.thenRun(() -> unforced.remove(key, position));
    } catch (JournalFailedException e) {
      throw failed(e);
    }
  }

  /** A result that depends on one key, once the last change of it is forced. */
  <T> CompletionStage<T> settled(String key, T result) {
    Long position = unforced.get(key);
    return position == null
        ? CompletableFuture.completedStage(result)
        : whenForced(position, result);
  }

  /** A result that depends on everything, once all changes made so far are forced. */
  <T> CompletionStage<T> settled(T result) {
    return unforced.isEmpty()
        ? CompletableFuture.completedStage(result)
        : whenForced(journal.appendedPosition(), result);
  }

  private <T> CompletionStage<T> whenForced(long position, T result) {
    return journal
        .whenForced(position)
        .handle(
            (done, failure) -> {
              if (failure != null) {
                throw failed(failure);
              }
              return result;
            });
  }

  /** Makes a change, which may find that there is nothing to change, and answers when settled. */
  <T> CompletionStage<T> change(String key, Supplier<T> change) {
    T result;
    lock.lock();
    try {
      result = change.get();
    } catch (CatalogException e) {
      return CompletableFuture.failedStage(e);
    } finally {
      lock.unlock();
    }
    return settled(key, result);
  }

  static String fileKey(String name) {
    return name;
  }

  /** Cannot be a file's name, which has no such character. */
  static String nodeKey(String id) {
    return "\0" + id;
  }

  private static CatalogException failed(Throwable cause) {
    return new CatalogException(
        "The catalogue's journal cannot be written; see to the disk and restart the manager",
        cause);
  }
}
