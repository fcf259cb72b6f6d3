package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Tombstones.Tombstone;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Remembers deleted files: those since the last checkpoint in memory, where the journal repeats
 * them, all others in files that are only appended to. Safe for use by several threads.
 */
final class TombstoneLog {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());

  /**
   * How long a deleted file is remembered. A node that was away for longer brings its older copies
   * back in a rebuild of the catalogue; 90 days are more than a repair or a holiday takes.
   */
  static final Duration KEPT = Duration.ofDays(90);

  private static final Duration BETWEEN_DROPS = Duration.ofHours(1);

  private final TombstoneSegments segments;
  private final Clock clock;
  private final Map<UUID, TombstoneRecord> recent = new ConcurrentHashMap<>();
  private Instant lastDrop = Instant.MIN; // used by one thread at a time, like write

  TombstoneLog(TombstoneSegments segments, Clock clock) {
    this.segments = segments;
    this.clock = clock;
  }

  /** A tombstone for a file that is deleted now. */
  TombstoneRecord make(UUID fileId, long moveSequence) {
    return new TombstoneRecord(fileId, moveSequence, clock.instant());
  }

  /** Remembers; the journal has to repeat it until the next {@link #write} has been forced. */
  void add(TombstoneRecord tombstone) {
    recent.merge(tombstone.fileId(), tombstone, TombstoneLog::higher);
  }

  private static TombstoneRecord higher(TombstoneRecord one, TombstoneRecord other) {
    return other.moveSequence() > one.moveSequence() ? other : one;
  }

  /** Forgets those that are in a file already, which a journal repeats. */
  void dropWritten() throws IOException {
    if (!recent.isEmpty()) {
      segments.readAll(
          written ->
              recent.computeIfPresent(
                  written.fileId(),
                  (id, tombstone) ->
                      written.moveSequence() >= tombstone.moveSequence() ? null : tombstone));
    }
  }

  /**
   * Writes what is in memory only to a file, which must be forced next. May be repeated when it
   * fails. For one thread at a time.
   */
  Optional<Path> write() throws IOException {
    dropOld();
    List<TombstoneRecord> writing = new ArrayList<>(recent.values());
    if (writing.isEmpty()) {
      return Optional.empty();
    }
    Path file = segments.append(writing, clock.instant());
    writing.forEach(tombstone -> recent.remove(tombstone.fileId(), tombstone));
    return Optional.of(file);
  }

  private void dropOld() throws IOException {
    Instant now = clock.instant();
    if (Duration.between(lastDrop, now).compareTo(BETWEEN_DROPS) > 0) {
      lastDrop = now;
      if (segments.drop(now.minus(KEPT)) > 0) {
        LOG.log(
            Level.WARNING,
            "More files were deleted in {0} days than are remembered; the oldest are forgotten",
            KEPT.toDays());
      }
    }
  }

  /** See {@link CopyStore#tombstones}. */
  TombstonePage page(Optional<UUID> after, int limit) throws IOException {
    Selection selection = new Selection(after, limit);
    // First memory: what is written meanwhile is then in a file, if not in both.
    new ArrayList<>(recent.values()).forEach(selection);
    segments.readAll(selection);
    return selection.page();
  }

  /** The first so many behind a file id, of all that are offered. */
  private final class Selection implements Consumer<TombstoneRecord> {
    private final Instant oldest = clock.instant().minus(KEPT);
    private final TreeMap<UUID, Tombstone> chosen = new TreeMap<>(IndexTypes.ORDER);
    private final Optional<UUID> after;
    private final int limit;

    Selection(Optional<UUID> after, int limit) {
      this.after = after;
      this.limit = limit;
    }

    @Override
    public void accept(TombstoneRecord record) {
      UUID fileId = record.fileId();
      boolean wanted =
          (after.isEmpty() || IndexTypes.ORDER.compare(fileId, after.get()) > 0)
              && (chosen.size() <= limit || IndexTypes.ORDER.compare(fileId, chosen.lastKey()) <= 0)
              && !record.deletedAt().isBefore(oldest);
      if (wanted) {
        Tombstone offered = record.tombstone();
        chosen.merge(
            fileId,
            offered,
            (old, other) -> other.moveSequence() > old.moveSequence() ? other : old);
        if (chosen.size() > limit + 1) {
          chosen.pollLastEntry();
        }
      }
    }

    TombstonePage page() {
      boolean more = chosen.size() > limit;
      if (more) {
        chosen.pollLastEntry();
      }
      return new TombstonePage(more, List.copyOf(chosen.values()));
    }
  }
}
