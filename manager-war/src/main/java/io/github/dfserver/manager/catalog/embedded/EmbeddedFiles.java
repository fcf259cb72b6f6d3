package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Listing;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.ListingScan;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.catalog.RecordPage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVStoreException;

/** The file records of an embedded catalogue. */
final class EmbeddedFiles implements FileCatalog {
  private final State state;
  private final Changes changes;
  private final Executor scanExecutor;

  EmbeddedFiles(State state, Changes changes, Executor scanExecutor) {
    this.state = state;
    this.changes = changes;
    this.scanExecutor = scanExecutor;
  }

  @Override
  public CompletionStage<Optional<FileRecord>> find(String name) {
    // Looked up first: a change that is not forced is remembered before it can be seen.
    Optional<FileRecord> found = Optional.ofNullable(state.file(name));
    return changes.settled(Changes.fileKey(name), found);
  }

  @Override
  public CompletionStage<Optional<FileRecord>> create(FileRecord pending) {
    pending.requireNew();
    NameKey.of(pending.name());
    return changes.change(
        Changes.fileKey(pending.name()),
        () -> {
          Optional<FileRecord> present = Optional.ofNullable(state.file(pending.name()));
          if (present.isEmpty()) {
            changes.put(pending);
          }
          return present;
        });
  }

  @Override
  public CompletionStage<Boolean> replace(FileRecord expected, FileRecord next) {
    expected.requireSuccessor(next);
    return change(expected, () -> changes.put(next));
  }

  @Override
  public CompletionStage<Boolean> remove(FileRecord expected) {
    expected.requireRemovable();
    return change(expected, () -> changes.removeFile(expected.name()));
  }

  private CompletionStage<Boolean> change(FileRecord expected, Runnable change) {
    return changes.change(
        Changes.fileKey(expected.name()),
        () -> {
          FileRecord present = state.file(expected.name());
          boolean same = present != null && present.sameRevision(expected);
          if (same) {
            change.run();
          }
          return same;
        });
  }

  @Override
  public CompletionStage<Listing> list(ListingQuery query) {
    NameKey.of(query.prefix());
    NameKey.of(query.after());
    return scan(() -> new ListingScan(query, from -> new LiveCursor(state.filesFrom(from))).run());
  }

  @Override
  public CompletionStage<RecordPage> onNode(String node, Optional<String> after, int limit) {
    byte[] prefix = State.nodePrefix(node);
    byte[] from =
        after.map(name -> NameKey.next(State.join(prefix, NameKey.of(name)))).orElse(prefix);
    return scan(
        () -> {
          List<FileRecord> records = new ArrayList<>();
          Cursor<byte[], byte[]> cursor = state.liveFrom(from);
          while (cursor.hasNext()) {
            byte[] key = cursor.next();
            if (!startsWith(key, prefix)) {
              break;
            }
            if (records.size() == limit) {
              return new RecordPage(records, Optional.of(records.get(limit - 1).name()));
            }
            String name = NameKey.name(Arrays.copyOfRange(key, prefix.length, key.length));
            FileRecord record = state.file(name);
            // It may have been deleted since the walk began.
            if (record != null && record.state() == FileState.LIVE && record.node().equals(node)) {
              records.add(record);
            }
          }
          return new RecordPage(records, Optional.empty());
        });
  }

  @Override
  public CompletionStage<Map<String, NodeUsage>> usage() {
    return changes.settled(state.usage());
  }

  @Override
  public CompletionStage<List<FileRecord>> unsettled(Instant leaseExpiredBefore, int limit) {
    return scan(
        () -> {
          List<FileRecord> records = new ArrayList<>();
          Cursor<byte[], byte[]> cursor = state.unsettled();
          while (cursor.hasNext() && records.size() < limit) {
            byte[] key = cursor.next();
            long lease = ByteBuffer.wrap(key).getLong() ^ Long.MIN_VALUE;
            if (lease >= leaseExpiredBefore.toEpochMilli()) {
              break;
            }
            FileRecord record =
                state.file(NameKey.name(Arrays.copyOfRange(key, Long.BYTES, key.length)));
            if (record != null
                && record.state() != FileState.LIVE
                && record.leaseExpires().toEpochMilli() == lease) {
              records.add(record);
            }
          }
          return records;
        });
  }

  private <T> CompletionStage<T> scan(Supplier<T> scan) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      scanExecutor.execute(
          () -> {
            try {
              result.complete(scan.get());
            } catch (MVStoreException e) {
              result.completeExceptionally(
                  new CatalogException("The catalogue's state cannot be read", e));
            } catch (RuntimeException e) {
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(new CatalogException("Too many listings are under way", e));
    }
    return result.thenCompose(changes::settled);
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
