package io.github.dfserver.node.store;

import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.ScrubReport;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the reading of all copies has come.
 *
 * @param report what managers are told; its {@code running} says that the pass was asked for
 * @param underWay whether it has begun and not ended
 * @param position the slot that was read last; -1 before the first
 */
record ScrubPass(ScrubReport report, boolean underWay, long position) {
  static final ScrubPass NONE = new ScrubPass(ScrubReport.NONE, false, -1);

  /** A pass that begins now. */
  ScrubPass begun(boolean demanded, long copies, Instant now) {
    return new ScrubPass(
        new ScrubReport(demanded, copies, 0, 0, 0, 0, Optional.of(now), report.completed()),
        true,
        -1);
  }

  /** A copy has been read. */
  ScrubPass read(long slot, long bytes, CopyHealth health) {
    ScrubReport r = report;
    ScrubReport read =
        new ScrubReport(
            r.running(),
            r.copies(),
            r.copiesRead() + 1,
            r.bytesRead() + bytes,
            r.damaged() + (health == CopyHealth.DAMAGED ? 1 : 0),
            r.missing() + (health == CopyHealth.MISSING ? 1 : 0),
            r.began(),
            r.completed());
    return new ScrubPass(read, true, slot);
  }

  /** The copies up to that slot are done, without one more. */
  ScrubPass passed(long slot) {
    return new ScrubPass(report, underWay, slot);
  }

  /** The last copy has been read. */
  ScrubPass completed(Instant now) {
    ScrubReport r = report;
    ScrubReport done =
        new ScrubReport(
            false,
            r.copies(),
            r.copiesRead(),
            r.bytesRead(),
            r.damaged(),
            r.missing(),
            r.began(),
            Optional.of(now));
    return new ScrubPass(done, false, -1);
  }
}
