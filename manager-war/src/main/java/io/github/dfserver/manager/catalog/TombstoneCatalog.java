package io.github.dfserver.manager.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The durable statements that allow copies to be removed which no file record tells of.
 * Thread-safe; stages complete like those of {@link FileCatalog}.
 */
public interface TombstoneCatalog {

  /** States that a copy is to be removed; stating it again changes nothing. */
  CompletionStage<Void> add(Tombstone tombstone);

  /** The node has confirmed that the copy is gone; without harm when nothing was stated. */
  CompletionStage<Void> remove(CopyPlace place);

  /** What was stated of a copy. */
  CompletionStage<Optional<Tombstone>> find(CopyPlace place);

  /**
   * The tombstones of a node, ordered by copy id as text.
   *
   * @param after the last copy id of the page before; empty to begin
   * @param limit most of them, at least 1
   */
  CompletionStage<List<Tombstone>> onNode(String node, Optional<UUID> after, int limit);

  /**
   * States, from what a node remembers, that a file was deleted: copies of it up to this move
   * sequence are not wanted. The highest move sequence stated counts.
   */
  CompletionStage<Void> fileDeleted(UUID fileId, long moveSequence);

  /** Up to which move sequence a file was deleted; empty when nothing was stated. */
  CompletionStage<OptionalLong> deletedUpTo(UUID fileId);
}
