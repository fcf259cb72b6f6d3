package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.RebuildState;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.reconcile.Statements.Said;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.Copies.Held;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.ListCopies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Reads what a node holds, page by page, and has every copy explained by its record, by a statement
 * that it is to be removed, or as a stray.
 *
 * <p>A page is read before its records. A record tells of a copy before there is one and until it
 * is gone, so a copy of which its record does not tell is either gone by then, or a stray.
 */
final class InventoryPass {
  private final Catalog catalog;
  private final NodeInventory node;
  private final Statements statements;
  private final SecondLook secondLook;
  private final Supplier<RebuildState> rebuild;

  /**
   * A pass that has not begun.
   *
   * @param rebuild how far the catalogue is rebuilt, now
   */
  InventoryPass(Catalog catalog, NodeInventory node, Supplier<RebuildState> rebuild) {
    this.catalog = catalog;
    this.node = node;
    this.statements = new Statements(catalog, node);
    this.secondLook = new SecondLook(catalog, node);
    this.rebuild = rebuild;
  }

  /**
   * Reads all pages.
   *
   * @param afterPage is called after each, and throws what ends the pass
   */
  void run(Runnable afterPage) {
    Instant began = Instant.now();
    long after = ListCopies.FROM_START;
    do {
      Copies page = node.copies(after);
      explain(page.copies());
      after = page.next();
      afterPage.run();
    } while (after != Copies.END);
    Await.result(catalog.strays().removeSeenBefore(node.node(), began));
  }

  private void explain(List<Held> page) {
    if (page.isEmpty()) {
      return;
    }
    Map<String, FileRecord> records = records(page);
    List<Suspect> suspects = new ArrayList<>();
    List<Copy> removable = new ArrayList<>();
    List<Held> unexplained = new ArrayList<>();
    for (Held held : page) {
      FileRecord record = records.get(held.copy().name());
      switch (Standing.of(place(held.copy()), held.copy(), record)) {
        case HOME -> {
          Suspect suspect = Suspect.of(held.copy());
          if (suspect.contradicts(record)
              ? record.health() != Health.DAMAGED
              : !record.health().is(held.health())) {
            suspects.add(suspect);
          }
        }
        case SUPERSEDED -> removable.add(held.copy());
        case UNEXPLAINED -> unexplained.add(held);
        default -> {}
      }
    }
    secondLook.settle(suspects);
    List<Said> said = Await.each(unexplained, held -> statements.about(held.copy()));
    List<Held> strays = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      switch (said.get(i)) {
        case DELETED -> removable.add(unexplained.get(i).copy());
        case NOTHING -> strays.add(unexplained.get(i));
        default -> {}
      }
    }
    note(strays);
    for (Copy copy : removable) {
      // While known nodes are absent, what looks superseded may be what is left of a file.
      if (!rebuild.get().unfinished()) {
        statements.remove(copy);
      }
    }
  }

  /** What is gone by now was being removed; what has a record by now was being adopted. */
  private void note(List<Held> unexplained) {
    if (unexplained.isEmpty()) {
      return;
    }
    List<CopyHealth> health =
        node.find(unexplained.stream().map(held -> held.copy().copyId()).toList());
    Map<String, FileRecord> records = records(unexplained);
    List<Copy> strays = new ArrayList<>();
    for (int i = 0; i < unexplained.size(); i++) {
      Copy copy = unexplained.get(i).copy();
      Standing standing = Standing.of(place(copy), copy, records.get(copy.name()));
      if (health.get(i) != CopyHealth.MISSING && standing == Standing.UNEXPLAINED) {
        strays.add(copy);
      }
    }
    Instant now = Instant.now();
    Await.each(strays, copy -> note(copy, now));
  }

  private CompletionStage<Void> note(Copy copy, Instant now) {
    return catalog
        .strays()
        .conflicts(Optional.of(copy.name()))
        .thenCompose(
            conflicts -> {
              boolean known =
                  conflicts.stream()
                      .anyMatch(
                          one ->
                              one.node().equals(node.node())
                                  && one.copy().copyId().equals(copy.copyId()));
              Stray.Reason reason = known ? Stray.Reason.CONFLICT : Stray.Reason.UNKNOWN;
              return catalog.strays().put(new Stray(node.node(), copy, reason, now));
            });
  }

  private Map<String, FileRecord> records(List<Held> copies) {
    return Await.result(
        catalog.files().findAll(copies.stream().map(held -> held.copy().name()).toList()));
  }

  private CopyPlace place(Copy copy) {
    return new CopyPlace(node.node(), copy.copyId());
  }
}
