package io.github.dfserver.manager.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The stray copies that inventories have found, one record a copy. Thread-safe; stages complete
 * like those of {@link FileCatalog}.
 */
public interface StrayCatalog {

  /** Notes a stray, in place of what was noted of the same copy. */
  CompletionStage<Void> put(Stray stray);

  /** The copy is explained, or gone; without harm when it was not noted. */
  CompletionStage<Void> remove(CopyPlace place);

  /** Forgets the strays of a node that were last seen before this instant. */
  CompletionStage<Void> removeSeenBefore(String node, Instant instant);

  /**
   * The strays of a node, in the order of their names' UTF-8 bytes, then of their copy ids.
   *
   * @param after begins after all strays of this name; empty to begin
   * @param limit most of them, at least 1; more where the last name has more, since a page holds
   *     all strays of a name. So only the last page has fewer.
   */
  CompletionStage<List<Stray>> onNode(String node, Optional<String> after, int limit);

  /**
   * The strays of this name on all nodes that a rebuild left in conflict; of all names when it is
   * empty, 1,000 at most, in the order of nodes, names and copy ids.
   */
  CompletionStage<List<Stray>> conflicts(Optional<String> name);
}
