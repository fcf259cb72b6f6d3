package io.github.dfserver.node.store;

import io.github.dfserver.protocol.CopyHealth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads copies whole against their SHA-256, which decides: never is a checksum made of what is on
 * the disk, but for those of the blocks of a copy that has its SHA-256. Safe for many threads.
 */
final class CopyCheck {
  private final Parts parts;
  private final SumsMending mending;

  CopyCheck(Parts parts, SumsMending mending) {
    this.parts = parts;
    this.mending = mending;
  }

  /** Says how fast a copy is read. */
  interface Pace {
    /**
     * So many bytes have been read. May pause, and should close the file before.
     *
     * @return whether to go on
     */
    boolean next(PausableFile file, int bytes) throws IOException, StoreException;
  }

  /**
   * Checks a copy, and notes what comes of it.
   *
   * @param pace is asked after each block
   * @return how the copy is; empty when the check was ended
   * @throws IOException when that cannot be told
   */
  Optional<CopyHealth> check(UUID copyId, IndexEntry entry, Pace pace)
      throws IOException, StoreException {
    Optional<CopyHealth> health = look(copyId, entry, pace);
    if (health.isPresent()) {
      parts.unwell().note(copyId, entry, health.get());
    }
    return health;
  }

  private Optional<CopyHealth> look(UUID copyId, IndexEntry entry, Pace pace)
      throws IOException, StoreException {
    try (PausableFile file = new PausableFile(parts.layout(), entry)) {
      file.channel(); // one that has no bytes is not read, but has to be there
      WholeRead.Visitor visitor = (block, bytes) -> pace.next(file, bytes.remaining());
      WholeRead.Outcome outcome =
          BlockSums.areKept(entry.size())
              ? readLarge(copyId, entry, file, visitor)
              : WholeRead.read(file, entry, visitor);
      return switch (outcome) {
        case MATCHES -> Optional.of(CopyHealth.INTACT);
        case DIFFERS -> Optional.of(CopyHealth.DAMAGED);
        case STOPPED -> Optional.empty();
      };
    } catch (UnwellException e) {
      return Optional.of(e.health());
    }
  }

  private WholeRead.Outcome readLarge(
      UUID copyId, IndexEntry entry, PausableFile file, WholeRead.Visitor visitor)
      throws IOException, StoreException, UnwellException {
    WholeRead.Outcome outcome;
    boolean good;
    try (Sums sums = new Sums(parts.layout().blocks(entry.place()), copyId, entry.size())) {
      outcome =
          WholeRead.read(
              file,
              entry,
              (block, bytes) -> {
                sums.compare(block, bytes);
                return visitor.block(block, bytes);
              });
      good = sums.good;
    }
    if (outcome == WholeRead.Outcome.MATCHES && !good) {
      Optional<BlockSums> mended = mending.mend(copyId, entry, file, visitor);
      if (mended.isPresent()) {
        mended.get().close();
      }
    }
    return outcome;
  }

  /** The checksums of blocks, as long as they are those of the blocks. */
  private static final class Sums implements AutoCloseable {
    private final Optional<BlockSums> kept;
    private boolean good;

    Sums(Path file, UUID copyId, long size) throws IOException {
      kept = BlockSums.open(file, copyId, size);
      good = kept.isPresent();
    }

    void compare(long block, ByteBuffer bytes) throws IOException {
      try {
        good = good && kept.isPresent() && kept.get().match(block, bytes);
      } catch (SumsLostException e) {
        good = false;
      }
    }

    @Override
    public void close() throws IOException {
      if (kept.isPresent()) {
        kept.get().close();
      }
    }
  }
}
