package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells of the pass over all copies that is under way, or of the last one; sent after the welcome,
 * with each heartbeat while copies are read on demand, and when a pass begins or ends.
 *
 * @param running whether copies are being read without a pause, on demand; false also between the
 *     reads of a slow pass
 * @param copies how many the pass has to read, as known when it began
 * @param copiesRead how many it has read
 * @param bytesRead their bytes
 * @param damaged how many of them were damaged
 * @param missing how many had no file
 * @param began when the pass began, to the millisecond; empty when there was none yet
 * @param completed when a pass was last completed, to the millisecond; empty when none was yet
 */
public record ScrubReport(
    boolean running,
    long copies,
    long copiesRead,
    long bytesRead,
    long damaged,
    long missing,
    Optional<Instant> began,
    Optional<Instant> completed)
    implements NodeMessage {
  /** Nothing was read yet. */
  public static final ScrubReport NONE =
      new ScrubReport(false, 0, 0, 0, 0, 0, Optional.empty(), Optional.empty());

  static final int BYTES = 1 + 7 * 8;
  private static final long NEVER = -1;
  private static final long LAST_MILLISECOND = 253_402_300_799_999L;

  /**
   * Checks the bounds and cuts the instants to milliseconds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public ScrubReport {
    Limits.check("copies", copies, 0, Long.MAX_VALUE);
    Limits.check("copies read", copiesRead, 0, Long.MAX_VALUE);
    Limits.check("bytes read", bytesRead, 0, Long.MAX_VALUE);
    Limits.check("damaged", damaged, 0, Long.MAX_VALUE);
    Limits.check("missing", missing, 0, Long.MAX_VALUE);
    began = began.map(at -> Instant.ofEpochMilli(at.toEpochMilli()));
    completed = completed.map(at -> Instant.ofEpochMilli(at.toEpochMilli()));
  }

  @Override
  public MessageType type() {
    return MessageType.SCRUB_REPORT;
  }

  void write(ByteBuffer to) {
    Fields.putFlag(to, running);
    to.putLong(copies).putLong(copiesRead).putLong(bytesRead).putLong(damaged).putLong(missing);
    to.putLong(began.map(Instant::toEpochMilli).orElse(NEVER));
    to.putLong(completed.map(Instant::toEpochMilli).orElse(NEVER));
  }

  static ScrubReport read(long requestId, ByteBuffer from) throws ProtocolException {
    return new ScrubReport(
        Fields.getFlag(from),
        from.getLong(),
        from.getLong(),
        from.getLong(),
        from.getLong(),
        from.getLong(),
        instant(from.getLong()),
        instant(from.getLong()));
  }

  private static Optional<Instant> instant(long millis) {
    Limits.check("an instant", millis, NEVER, LAST_MILLISECOND);
    return millis == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
