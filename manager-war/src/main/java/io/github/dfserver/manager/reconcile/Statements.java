package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.Tombstone;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.protocol.Copy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The durable statements that allow a copy to be removed which its file's record does not name. A
 * statement is read again just before the copy goes, and want of a record is none.
 */
final class Statements {
  private static final Logger LOG = System.getLogger(Statements.class.getName());

  /** What tombstones say. */
  enum Said {
    /** Nothing: the copy is to be kept. */
    NOTHING,
    /** The copy has a tombstone, which is being worked off. */
    BEING_REMOVED,
    /** The file was deleted, at this or a later move sequence. */
    DELETED
  }

  private final Catalog catalog;
  private final NodeInventory node;

  Statements(Catalog catalog, NodeInventory node) {
    this.catalog = catalog;
    this.node = node;
  }

  /** What is said of a copy that its file's record does not name. */
  CompletionStage<Said> about(Copy copy) {
    CompletionStage<Optional<Tombstone>> ofCopy = catalog.tombstones().find(place(copy));
    CompletionStage<OptionalLong> ofFile = catalog.tombstones().deletedUpTo(copy.fileId());
    return ofCopy.thenCombine(
        ofFile,
        (tombstone, deleted) -> {
          if (tombstone.isPresent()) {
            return Said.BEING_REMOVED;
          }
          return deleted.orElse(-1) >= copy.moveSequence() ? Said.DELETED : Said.NOTHING;
        });
  }

  /** Removes a copy if its file has moved on or was deleted, as the catalogue says now. */
  void remove(Copy copy) {
    Standing standing =
        Standing.of(
            place(copy), copy, Await.result(catalog.files().find(copy.name())).orElse(null));
    boolean movedOn = standing == Standing.SUPERSEDED;
    boolean deleted = standing == Standing.UNEXPLAINED && Await.result(about(copy)) == Said.DELETED;
    if (movedOn || deleted) {
      node.delete(copy.copyId(), deleted);
      LOG.log(
          Level.INFO,
          "Removed copy {0} of {1} from node {2}: {3}",
          copy.copyId(),
          copy.name(),
          node.node(),
          movedOn ? "the file has moved on" : "the file was deleted");
    }
  }

  private CopyPlace place(Copy copy) {
    return new CopyPlace(node.node(), copy.copyId());
  }
}
