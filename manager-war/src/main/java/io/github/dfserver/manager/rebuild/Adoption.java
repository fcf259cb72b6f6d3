package io.github.dfserver.manager.rebuild;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.protocol.Copies.Held;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides about one copy after the other of one node: whether its file gets a record. Doing it
 * again changes nothing. Thread-safe, but two copies of one name are not to be decided at the same
 * time.
 */
final class Adoption {
  /** What came of a copy. */
  enum Outcome {
    /** It is the home of a record that this rebuild made, now or before. */
    ADOPTED,
    /** Two files claim its name, which is said for the first time. */
    NEW_CONFLICT,
    /** The same, and a record that this rebuild had made is withdrawn. */
    WITHDRAWN,
    /** Nothing to do: its file has a record that counts for more, or is deleted, or known. */
    SETTLED
  }

  private static final int ATTEMPTS = 5;

  private final Catalog catalog;
  private final String node;
  private final UUID rebuild;
  private final Conflicts conflicts;

  /**
   * For the copies of a node.
   *
   * @param rebuild the owner of the records that it makes
   */
  Adoption(Catalog catalog, String node, UUID rebuild) {
    this.catalog = catalog;
    this.node = node;
    this.rebuild = rebuild;
    this.conflicts = new Conflicts(catalog.strays());
  }

  /**
   * Decides about a copy.
   *
   * @param record of its name, as just read
   */
  CompletionStage<Outcome> decide(Held held, Optional<FileRecord> record) {
    return decide(held, record, ATTEMPTS);
  }

  private CompletionStage<Outcome> decide(Held held, Optional<FileRecord> record, int attempts) {
    Copy copy = held.copy();
    if (attempts == 0) {
      return CompletableFuture.failedStage(
          new CatalogException("the record of " + copy.name() + " keeps changing"));
    }
    boolean ofFile = record.filter(one -> one.fileId().equals(copy.fileId())).isPresent();
    if (ofFile && !mayBeHome(held, record.get())) {
      return known(held, record.get(), attempts);
    }
    return unwanted(copy)
        .thenCompose(
            unwanted -> {
              if (unwanted) {
                return CompletableFuture.completedStage(Outcome.SETTLED);
              }
              if (record.isEmpty()) {
                return create(held, attempts);
              }
              return ofFile
                  ? rehome(held, record.get(), attempts)
                  : conflict(held, record.get(), attempts);
            });
  }

  /** Whether the copy counts for more than the home of its file's record. */
  private boolean mayBeHome(Held held, FileRecord record) {
    if (record.places().contains(place(held.copy())) || !record.settled()) {
      return false;
    }
    boolean well = held.health() == CopyHealth.INTACT;
    boolean homeWell = record.health() == Health.INTACT;
    return well == homeWell ? held.copy().moveSequence() > record.moveSequence() : well;
  }

  /** A file that this rebuild adopted, and whose deletion was told of since, is deleted again. */
  private CompletionStage<Outcome> known(Held held, FileRecord record, int attempts) {
    boolean home = record.state() == FileState.LIVE && record.home().equals(place(held.copy()));
    if (!home || !adopted(record)) {
      return CompletableFuture.completedStage(Outcome.SETTLED);
    }
    return deleted(held.copy())
        .thenCompose(
            deleted ->
                deleted
                    ? catalog
                        .files()
                        .replace(record, record.deleting(rebuild, Instant.now()))
                        .thenCompose(done -> done ? settled() : again(held, attempts))
                    : CompletableFuture.completedStage(Outcome.ADOPTED));
  }

  private CompletionStage<Outcome> create(Held held, int attempts) {
    Copy copy = held.copy();
    FileRecord adopted = FileRecord.adopted(node, copy, Health.of(held.health()), rebuild);
    return conflicts
        .claimedByOther(copy)
        .thenCompose(
            claimed ->
                claimed
                    ? conflicts.note(node, copy).thenCompose(noted -> settled())
                    : catalog
                        .files()
                        .create(adopted)
                        .thenCompose(
                            other ->
                                other.isPresent()
                                    ? decide(held, other, attempts - 1)
                                    : explained(copy)));
  }

  private CompletionStage<Outcome> explained(Copy copy) {
    return catalog.strays().remove(place(copy)).thenApply(removed -> Outcome.ADOPTED);
  }

  private CompletionStage<Outcome> rehome(Held held, FileRecord record, int attempts) {
    Copy copy = held.copy();
    if (!record.content().orElseThrow().matches(copy)) {
      return conflict(held, record, attempts);
    }
    return catalog
        .files()
        .replace(record, record.rehomed(node, copy, Health.of(held.health())))
        .thenCompose(
            done ->
                done ? explained(copy).thenCompose(removed -> settled()) : again(held, attempts));
  }

  /** Neither file gets the name; a file that had it before this rebuild keeps it. */
  private CompletionStage<Outcome> conflict(Held held, FileRecord record, int attempts) {
    Copy copy = held.copy();
    if (!adopted(record)) {
      return conflicts
          .known(copy.name())
          .thenCompose(
              known ->
                  conflicts
                      .note(node, copy)
                      .thenApply(noted -> known ? Outcome.SETTLED : Outcome.NEW_CONFLICT));
    }
    return conflicts
        .note(record)
        .thenCompose(noted -> conflicts.note(node, copy))
        .thenCompose(noted -> catalog.files().remove(record))
        .thenCompose(
            removed ->
                removed
                    ? CompletableFuture.completedStage(Outcome.WITHDRAWN)
                    : catalog
                        .strays()
                        .remove(record.home())
                        .thenCompose(gone -> again(held, attempts)));
  }

  private CompletionStage<Outcome> again(Held held, int attempts) {
    return catalog
        .files()
        .find(held.copy().name())
        .thenCompose(record -> decide(held, record, attempts - 1));
  }

  private boolean adopted(FileRecord record) {
    return record.isAdopted() && record.owner().equals(rebuild);
  }

  private CompletionStage<Boolean> unwanted(Copy copy) {
    return catalog
        .tombstones()
        .find(place(copy))
        .thenCompose(
            tombstone ->
                tombstone.isPresent() ? CompletableFuture.completedStage(true) : deleted(copy));
  }

  private CompletionStage<Boolean> deleted(Copy copy) {
    return catalog
        .tombstones()
        .deletedUpTo(copy.fileId())
        .thenApply((OptionalLong upTo) -> upTo.orElse(-1) >= copy.moveSequence());
  }

  private static CompletionStage<Outcome> settled() {
    return CompletableFuture.completedStage(Outcome.SETTLED);
  }

  private CopyPlace place(Copy copy) {
    return new CopyPlace(node, copy.copyId());
  }
}
