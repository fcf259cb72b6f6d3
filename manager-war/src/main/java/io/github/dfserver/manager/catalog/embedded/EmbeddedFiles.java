package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Listing;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.ListingScan;
import io.github.dfserver.manager.catalog.NameCursor;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.catalog.RecordPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** The file records of an embedded catalogue. Thread-safe. */
final class EmbeddedFiles implements FileCatalog {
  private static final byte[] START = new byte[0];

  private final State state;
  private final Ledger ledger;
  private final Executor scanExecutor;

  EmbeddedFiles(State state, Ledger ledger, Executor scanExecutor) {
    this.state = state;
    this.ledger = ledger;
    this.scanExecutor = scanExecutor;
  }

  @Override
  public CompletionStage<Optional<FileRecord>> find(String name) {
    byte[] key = NameKey.of(name);
    try {
      Change found = ledger.find(Table.FILES, key);
      return ledger.settled(found.position(), record(key, found.value()));
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<Optional<FileRecord>> create(FileRecord pending) {
    pending.requireNew();
    byte[] key = NameKey.of(pending.name());
    return ledger.change(
        Table.FILES,
        key,
        RecordCodec.encode(pending),
        present -> present == null,
        Optional.empty(),
        present -> record(key, present));
  }

  @Override
  public CompletionStage<Boolean> replace(FileRecord expected, FileRecord next) {
    expected.requireSuccessor(next);
    return change(expected, RecordCodec.encode(next));
  }

  @Override
  public CompletionStage<Boolean> remove(FileRecord expected) {
    expected.requireRemovable();
    return change(expected, null);
  }

  private CompletionStage<Boolean> change(FileRecord expected, byte[] next) {
    return ledger.change(
        Table.FILES,
        NameKey.of(expected.name()),
        next,
        present -> RecordCodec.isRevision(present, expected),
        true,
        present -> false);
  }

  private static Optional<FileRecord> record(byte[] key, byte[] value) {
    return value == null ? Optional.empty() : Optional.of(RecordCodec.file(key, value));
  }

  @Override
  public CompletionStage<Listing> list(ListingQuery query) {
    NameKey.of(query.prefix());
    NameKey.of(query.after());
    return scan(() -> new ListingScan(query, this::liveFrom).run());
  }

  private NameCursor liveFrom(byte[] from) {
    Layers layers = ledger.layers();
    return new MergedWalk(
        layers, Table.FILES, from, state.walk(Table.FILES, from), RecordCodec::isLive);
  }

  @Override
  public CompletionStage<RecordPage> onNode(String node, Optional<String> after, int limit) {
    byte[] from = after.map(name -> NameKey.next(NameKey.of(name))).orElse(START);
    return scan(
        () -> {
          Layers layers = ledger.layers();
          List<FileRecord> records = new ArrayList<>();
          try (MergedWalk walk =
              new MergedWalk(
                  layers,
                  Table.FILES,
                  from,
                  state.liveOn(node, from),
                  file -> RecordCodec.isLive(file) && RecordCodec.node(file).equals(node))) {
            while (walk.advance()) {
              if (records.size() == limit) {
                return new RecordPage(records, Optional.of(records.get(limit - 1).name()));
              }
              records.add(walk.record());
            }
          }
          return new RecordPage(records, Optional.empty());
        });
  }

  @Override
  public CompletionStage<Map<String, NodeUsage>> usage() {
    return ledger.usage();
  }

  @Override
  public CompletionStage<List<FileRecord>> unsettled(Instant leaseExpiredBefore, int limit) {
    long before = leaseExpiredBefore.toEpochMilli();
    return scan(
        () -> {
          Layers layers = ledger.layers();
          Comparator<FileRecord> order = Comparator.comparing(FileRecord::leaseExpires);
          PriorityQueue<FileRecord> longest = new PriorityQueue<>(order.reversed());
          try (MergedWalk walk =
              new MergedWalk(
                  layers,
                  Table.FILES,
                  START,
                  state.unsettled(),
                  file -> RecordCodec.isUnsettled(file, before))) {
            while (walk.advance()) {
              longest.add(walk.record());
              if (longest.size() > limit) {
                longest.remove();
              }
            }
          }
          return longest.stream().sorted(order).toList();
        });
  }

  /** Reads on the executor, and answers when everything that may have been seen is forced. */
  private <T> CompletionStage<T> scan(Supplier<T> scan) {
    try {
      return CompletableFuture.supplyAsync(scan, scanExecutor).thenCompose(ledger::settled);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new CatalogException("Too many requests wait for the catalogue", e));
    }
  }
}
