package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.catalog.StrayCatalog;
import io.github.dfserver.manager.work.Await;
import java.util.List;
import java.util.Optional;

/**
 * One page of the strays of a node. A page ends between two names, so it is longer than its limit
 * where one name has more copies than that.
 *
 * @param next the name after which the next page begins; empty on the last page
 */
record StrayPage(List<Stray> strays, Optional<String> next) {

  /** Reads a page; waits for the catalogue. */
  static StrayPage read(StrayCatalog catalog, String node, Optional<String> after, int limit) {
    List<Stray> strays = Await.result(catalog.onNode(node, after, limit));
    if (strays.size() < limit) {
      return new StrayPage(strays, Optional.empty());
    }
    Optional<String> last = Optional.of(strays.get(strays.size() - 1).copy().name());
    boolean more = !Await.result(catalog.onNode(node, last, 1)).isEmpty();
    return new StrayPage(strays, more ? last : Optional.empty());
  }
}
