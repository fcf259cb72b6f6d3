package io.github.dfserver.node.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Makes block checksums again that were lost, of a copy whose SHA-256 is right. Safe for use by
 * many threads.
 */
final class SumsMending {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());

  private final Parts parts;
  private final CopySequence sequence;

  SumsMending(Parts parts, CopySequence sequence) {
    this.parts = parts;
    this.sequence = sequence;
  }

  /**
   * Reads a copy whole; puts its block checksums in place, soon, if it has its SHA-256.
   *
   * @param visitor is given each block; ends it by not wanting more
   * @return the checksums; empty when the copy is damaged or the reading was ended
   */
  <E extends Exception> Optional<BlockSums> mend(
      UUID copyId, IndexEntry entry, WholeRead.Source<E> file, WholeRead.Visitor visitor)
      throws IOException, StoreException, E {
    StagedSums sums = new StagedSums(copyId, parts.staging(), parts.disk());
    Optional<BlockSums> made = Optional.empty();
    try {
      WholeRead.Outcome outcome =
          WholeRead.read(
              file,
              entry,
              (number, bytes) -> {
                sums.update(bytes.duplicate());
                return visitor.block(number, bytes);
              });
      if (outcome == WholeRead.Outcome.MATCHES) {
        sums.finish(entry.size(), false);
        made = BlockSums.open(sums.place().orElseThrow().path(), copyId, entry.size());
      }
      return made;
    } finally {
      if (made.isPresent()) {
        place(copyId, entry, sums);
      } else {
        sums.drop();
      }
    }
  }

  /** In its turn among what is done for the copy, so that it cannot come after a delete. */
  private void place(UUID copyId, IndexEntry entry, StagedSums sums) {
    CompletableFuture<?> unused =
        sequence
            .run(copyId, () -> placeNow(copyId, entry, sums))
            .whenComplete((done, problem) -> placed(copyId, sums, problem));
  }

  private CompletableFuture<Void> placeNow(UUID copyId, IndexEntry entry, StagedSums sums)
      throws IOException {
    if (entry.equals(parts.index().get(copyId))) {
      StagingPlace staged = sums.place().orElseThrow();
      parts.tree().placeSums(entry.place(), staged.path());
      LOG.log(Level.INFO, "The block checksums of copy {0} were made again", copyId);
    }
    return CompletableFuture.completedFuture(null);
  }

  private static void placed(UUID copyId, StagedSums sums, Throwable problem) {
    if (problem != null) {
      LOG.log(Level.WARNING, "The block checksums of copy " + copyId + " stay lost", problem);
    }
    try {
      sums.drop(); // the file, when it was not moved, and its slot
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A staged file stays until the node is restarted", e);
    }
  }
}
