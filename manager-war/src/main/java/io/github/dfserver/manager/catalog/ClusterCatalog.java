package io.github.dfserver.manager.catalog;

import java.util.concurrent.CompletionStage;

/**
 * The one record of the whole cluster. Thread-safe; stages complete like those of {@link
 * FileCatalog}.
 */
public interface ClusterCatalog {

  /** As it is now. */
  CompletionStage<ClusterState> read();

  /**
   * Compare-and-set.
   *
   * @param expected what the catalogue holds now: compared by revision
   * @param next its successor
   * @return whether it was replaced
   */
  CompletionStage<Boolean> replace(ClusterState expected, ClusterState next);
}
