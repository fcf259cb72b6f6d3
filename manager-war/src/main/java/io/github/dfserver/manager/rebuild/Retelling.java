package io.github.dfserver.manager.rebuild;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.protocol.Tombstones;
import io.github.dfserver.protocol.Tombstones.Tombstone;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes over into the catalogue which deleted files a node remembers. */
record Retelling(Catalog catalog, NodeInventory node) {
  /**
   * Reads all that it remembers.
   *
   * @param afterPage is called after each page, and throws what ends this
   * @return whether any of it was new
   */
  boolean run(Runnable afterPage) {
    boolean news = false;
    Optional<UUID> after = Optional.empty();
    boolean more = true;
    while (more) {
      Tombstones page = node.tombstones(after);
      List<Boolean> stated = Await.each(page.tombstones(), this::state);
      news |= stated.contains(true);
      more = page.more() && !page.tombstones().isEmpty();
      if (more) {
        after = Optional.of(page.tombstones().get(page.tombstones().size() - 1).fileId());
      }
      afterPage.run();
    }
    return news;
  }

  private CompletionStage<Boolean> state(Tombstone deleted) {
    return catalog
        .tombstones()
        .deletedUpTo(deleted.fileId())
        .thenCompose(
            known ->
                known.orElse(-1) >= deleted.moveSequence()
                    ? CompletableFuture.completedStage(false)
                    : catalog
                        .tombstones()
                        .fileDeleted(deleted.fileId(), deleted.moveSequence())
                        .thenApply(done -> true));
  }
}
