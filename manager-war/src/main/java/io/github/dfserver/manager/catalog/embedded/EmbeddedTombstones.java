package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.manager.catalog.Tombstone;
import io.github.dfserver.manager.catalog.TombstoneCatalog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The tombstones of an embedded catalogue. Thread-safe. */
final class EmbeddedTombstones implements TombstoneCatalog {
  private final State state;
  private final Ledger ledger;
  private final Scans scans;

  EmbeddedTombstones(State state, Ledger ledger, Scans scans) {
    this.state = state;
    this.ledger = ledger;
    this.scans = scans;
  }

  @Override
  public CompletionStage<Void> add(Tombstone tombstone) {
    byte[] key = Keys.copy(tombstone.place());
    byte[] value = CopyCodec.encode(tombstone);
    return ledger.change(
        Table.TOMBSTONES, key, value, present -> present == null, null, present -> null);
  }

  @Override
  public CompletionStage<Void> remove(CopyPlace place) {
    return ledger.change(
        Table.TOMBSTONES,
        Keys.copy(place),
        null,
        present -> present != null,
        null,
        present -> null);
  }

  @Override
  public CompletionStage<Optional<Tombstone>> find(CopyPlace place) {
    try {
      Change found = ledger.find(Table.TOMBSTONES, Keys.copy(place));
      return ledger.settled(
          found.position(), Optional.ofNullable(found.value()).map(CopyCodec::tombstone));
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<List<Tombstone>> onNode(String node, Optional<UUID> after, int limit) {
    byte[] prefix = Keys.node(node);
    byte[] from = after.map(id -> NameKey.next(Keys.copy(new CopyPlace(node, id)))).orElse(prefix);
    return scans.run(
        () -> {
          List<Tombstone> page = new ArrayList<>();
          try (MergedWalk walk =
              MergedWalk.of(ledger.layers(), Table.TOMBSTONES, from, state, any -> true)) {
            while (page.size() < limit && walk.advance() && Keys.begins(walk.key(), prefix)) {
              page.add(CopyCodec.tombstone(walk.value()));
            }
          }
          return List.copyOf(page);
        });
  }

  @Override
  public CompletionStage<Void> fileDeleted(UUID fileId, long moveSequence) {
    return ledger.change(
        Table.DELETED_FILES,
        Keys.id(fileId),
        ByteBuffer.allocate(Long.BYTES).putLong(moveSequence).array(),
        present -> present == null || moveSequence(present) < moveSequence,
        null,
        present -> null);
  }

  @Override
  public CompletionStage<OptionalLong> deletedUpTo(UUID fileId) {
    try {
      Change found = ledger.find(Table.DELETED_FILES, Keys.id(fileId));
      return ledger.settled(
          found.position(),
          found.value() == null
              ? OptionalLong.empty()
              : OptionalLong.of(moveSequence(found.value())));
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static long moveSequence(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }
}
