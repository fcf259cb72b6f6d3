package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.RecordPage;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.protocol.CopyHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the records of a node, page by page, and asks the node whether their copies are there. */
final class RecordPass {
  private final Catalog catalog;
  private final NodeInventory node;
  private final SecondLook secondLook;

  RecordPass(Catalog catalog, NodeInventory node) {
    this.catalog = catalog;
    this.node = node;
    this.secondLook = new SecondLook(catalog, node);
  }

  /**
   * Reads all pages.
   *
   * @param afterPage is called after each, and throws what ends the pass
   */
  void run(Runnable afterPage) {
    Optional<String> after = Optional.empty();
    do {
      RecordPage page =
          Await.result(catalog.files().onNode(node.node(), after, NodeInventory.PAGE));
      look(page.records());
      after = page.next();
      afterPage.run();
    } while (after.isPresent());
  }

  private void look(List<FileRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    List<CopyHealth> health = node.find(records.stream().map(FileRecord::copyId).toList());
    List<Suspect> suspects = new ArrayList<>();
    for (int i = 0; i < health.size(); i++) {
      boolean well = health.get(i) == CopyHealth.INTACT;
      if (!well && !records.get(i).health().is(health.get(i))) {
        suspects.add(Suspect.of(records.get(i)));
      }
    }
    secondLook.settle(suspects);
  }
}
