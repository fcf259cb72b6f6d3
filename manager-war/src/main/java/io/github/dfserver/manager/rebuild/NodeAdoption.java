package io.github.dfserver.manager.rebuild;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.rebuild.Adoption.Outcome;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.Copies.Held;
import io.github.dfserver.protocol.ListCopies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Adopts what one node holds, page by page. */
final class NodeAdoption {
  private final Catalog catalog;
  private final NodeInventory node;
  private final Adoption adoption;
  private long adopted;
  private long conflicts;

  NodeAdoption(Catalog catalog, NodeInventory node, UUID rebuild) {
    this.catalog = catalog;
    this.node = node;
    this.adoption = new Adoption(catalog, node.node(), rebuild);
  }

  /** Files of this node that have a record by this rebuild; fewer where it withdrew others'. */
  long adopted() {
    return adopted;
  }

  /** Names that turned out to be claimed by two files. */
  long conflicts() {
    return conflicts;
  }

  /**
   * Reads all pages.
   *
   * @param afterPage is called after each, and throws what ends this
   */
  void run(Runnable afterPage) {
    long after = ListCopies.FROM_START;
    do {
      Copies page = node.copies(after);
      List<Held> left = page.copies();
      while (!left.isEmpty()) {
        left = decide(left);
      }
      after = page.next();
      afterPage.run();
    } while (after != Copies.END);
  }

  /** Decides about one copy of each name; gives the rest. */
  private List<Held> decide(List<Held> copies) {
    List<Held> now = new ArrayList<>(copies.size());
    List<Held> later = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Held held : copies) {
      (names.add(held.copy().name()) ? now : later).add(held);
    }
    Map<String, FileRecord> records = Await.result(catalog.files().findAll(names));
    List<Outcome> outcomes =
        Await.each(
            now,
            held -> adoption.decide(held, Optional.ofNullable(records.get(held.copy().name()))));
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case ADOPTED -> adopted++;
        case NEW_CONFLICT -> conflicts++;
        case WITHDRAWN -> {
          conflicts++;
          adopted--;
        }
        default -> {}
      }
    }
    return later;
  }
}
