package io.github.dfserver.manager.catalog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * How far the catalogue was rebuilt from the nodes.
 *
 * @param phase where it stands
 * @param began when, in whole milliseconds; empty when there was none
 * @param ended when it was last complete or provisional, in whole milliseconds; empty before
 * @param done the nodes whose inventories were adopted
 * @param absent nodes that are known and have not been there yet
 * @param adopted files that got a record
 * @param conflicts names that were claimed by more than one file
 */
public record RebuildState(
    Phase phase,
    Optional<Instant> began,
    Optional<Instant> ended,
    Set<String> done,
    Set<String> absent,
    long adopted,
    long conflicts) {
  /** Where a rebuild stands. */
  public enum Phase {
    /** There was none. */
    NONE,
    /** Inventories are being read. */
    RUNNING,
    /** Every node that is there was read; others, which are known, were not. */
    PROVISIONAL,
    /** Every known node was read. */
    COMPLETE
  }

  /** There was none. */
  public static final RebuildState NONE =
      new RebuildState(Phase.NONE, Optional.empty(), Optional.empty(), Set.of(), Set.of(), 0, 0);

  /** Cuts the instants to milliseconds and copies the sets. */
  public RebuildState {
    Objects.requireNonNull(phase, "phase");
    began = began.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
    ended = ended.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
    done = Collections.unmodifiableSet(new TreeSet<>(done));
    absent = Collections.unmodifiableSet(new TreeSet<>(absent));
  }

  /** One begins now, with nothing done. */
  public static RebuildState begun(Instant now) {
    return new RebuildState(
        Phase.RUNNING, Optional.of(now), Optional.empty(), Set.of(), Set.of(), 0, 0);
  }

  /** Reads all nodes again; what it has found so far stays. */
  public RebuildState again() {
    return new RebuildState(Phase.RUNNING, began, ended, Set.of(), absent, 0, conflicts);
  }

  /** The inventory of a node was adopted, with so many files more, and conflicts more. */
  public RebuildState with(String node, long moreAdopted, long moreConflicts) {
    Set<String> more = new TreeSet<>(done);
    more.add(node);
    return new RebuildState(
        phase, began, ended, more, absent, adopted + moreAdopted, conflicts + moreConflicts);
  }

  /** Stands like this now; without these nodes, which are known. */
  public RebuildState standing(Phase now, Set<String> stillAbsent, Optional<Instant> endedNow) {
    return new RebuildState(now, began, endedNow, done, stillAbsent, adopted, conflicts);
  }

  /** Whether nodes are still to be read, now or when they come. */
  public boolean unfinished() {
    return phase == Phase.RUNNING || phase == Phase.PROVISIONAL;
  }

  /** Identifies a rebuild: the owner of the records that it made. */
  public UUID id() {
    String when = "rebuild of " + began.map(Instant::toString).orElse("none");
    return UUID.nameUUIDFromBytes(when.getBytes(StandardCharsets.UTF_8));
  }
}
