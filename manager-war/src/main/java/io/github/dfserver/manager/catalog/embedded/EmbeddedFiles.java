package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.Listing;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.ListingScan;
import io.github.dfserver.manager.catalog.NameCursor;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.catalog.RecordPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The file records of an embedded catalogue. Thread-safe. */
final class EmbeddedFiles implements FileCatalog {
  private static final byte[] START = new byte[0];

  private final State state;
  private final Ledger ledger;
  private final Scans scans;

  EmbeddedFiles(State state, Ledger ledger, Scans scans) {
    this.state = state;
    this.ledger = ledger;
    this.scans = scans;
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
  public CompletionStage<Map<String, FileRecord>> findAll(Collection<String> names) {
    NavigableSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    names.forEach(name -> keys.add(NameKey.of(name)));
    return scans.run(
        () -> {
          Map<String, FileRecord> found = new HashMap<>();
          for (byte[] key : keys) {
            record(key, ledger.find(Table.FILES, key).value())
                .ifPresent(file -> found.put(file.name(), file));
          }
          return Map.copyOf(found);
        });
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
    return scans.run(() -> new ListingScan(query, this::liveFrom).run());
  }

  private NameCursor liveFrom(byte[] from) {
    return MergedWalk.of(ledger.layers(), Table.FILES, from, state, RecordCodec::isLive);
  }

  @Override
  public CompletionStage<RecordPage> onNode(String node, Optional<String> after, int limit) {
    byte[] from = after.map(name -> NameKey.next(NameKey.of(name))).orElse(START);
    return page(
        limit,
        layers ->
            new MergedWalk(
                layers,
                Table.FILES,
                from,
                state.liveOn(node, from),
                file -> RecordCodec.isHeld(file) && RecordCodec.node(file).equals(node)));
  }

  @Override
  public CompletionStage<RecordPage> unwell(
      String node, Health health, Optional<String> after, int limit) {
    if (health == Health.INTACT) {
      throw new IllegalArgumentException("an intact file is not unwell");
    }
    byte[] from = after.map(name -> NameKey.next(NameKey.of(name))).orElse(START);
    return page(
        limit,
        layers ->
            new MergedWalk(
                layers,
                Table.FILES,
                from,
                state.unwellOn(node, health, from),
                file ->
                    RecordCodec.isLiveAnd(file, health) && RecordCodec.node(file).equals(node)));
  }

  private CompletionStage<RecordPage> page(int limit, Function<Layers, MergedWalk> begin) {
    return scans.run(
        () -> {
          List<FileRecord> records = new ArrayList<>();
          try (MergedWalk walk = begin.apply(ledger.layers())) {
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

  /**
   * A record that was settled at the moment of the counts is in them; any other one is in a layer
   * or among the unsettled, whatever becomes of it meanwhile.
   */
  @Override
  public CompletionStage<Boolean> anyOn(String node) {
    return scans.run(
        () -> {
          Ledger.Moment moment = ledger.moment();
          if (moment.usage().containsKey(node)) {
            return true;
          }
          try (MergedWalk walk =
              new MergedWalk(
                  moment.layers(),
                  Table.FILES,
                  START,
                  state.unsettled(),
                  file -> RecordCodec.isHeld(file) || RecordCodec.isUnsettled(file))) {
            while (walk.advance()) {
              if (RecordCodec.names(walk.key(), walk.value(), node)) {
                return true;
              }
            }
            return false;
          }
        });
  }

  @Override
  public CompletionStage<Map<String, NodeUsage>> usage() {
    return ledger.settled(ledger.moment().usage());
  }

  @Override
  public CompletionStage<List<FileRecord>> unsettled(Instant leaseExpiredBefore, int limit) {
    long before = leaseExpiredBefore.toEpochMilli();
    return scans.run(
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
}
