package io.github.dfserver.manager.catalog;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The nodes that ever joined, one record a node id. Thread-safe; stages complete like those of
 * {@link FileCatalog}.
 */
public interface NodeCatalog {

  /** All nodes, ordered by the UTF-8 bytes of their ids. */
  CompletionStage<List<NodeRecord>> all();

  /** The node of this id. */
  CompletionStage<Optional<NodeRecord>> find(String id);

  /**
   * Registers a node.
   *
   * @param joined a record of revision 1
   * @return empty when it was created, else the record that has the id
   */
  CompletionStage<Optional<NodeRecord>> create(NodeRecord joined);

  /**
   * Compare-and-set.
   *
   * @param expected what the catalogue holds now: compared by id and revision
   * @param next its successor
   * @return whether it was replaced
   */
  CompletionStage<Boolean> replace(NodeRecord expected, NodeRecord next);

  /**
   * Forgets a node.
   *
   * @param expected what the catalogue holds now: compared like in {@link #replace}
   * @return whether it was removed
   */
  CompletionStage<Boolean> remove(NodeRecord expected);
}
