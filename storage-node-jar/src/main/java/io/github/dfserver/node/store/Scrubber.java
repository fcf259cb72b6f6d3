package io.github.dfserver.node.store;

import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.ScrubReport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads all copies, over and over, on a thread of its own: slowly, so that a pass takes the period,
 * or as fast as it can when that was asked for, and then only while no command is being served. In
 * between it tells what was found, and checks copies of which a read needs that.
 */
final class Scrubber implements Runnable {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());

  /** What reading a copy costs beside its bytes, as so many bytes. */
  private static final long COPY_BYTES = 64 * 1024;

  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long YIELD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final Parts parts;
  private final CopyCheck check;
  private final ScrubFiles files;
  private final Optional<Duration> period;
  private final Activity activity;
  private final ScrubChores chores;
  private final ScrubCalls calls;
  private volatile ScrubPass pass;
  private long written = System.nanoTime();
  private long debtNanos;

  /** {@code period} is what a pass takes; empty: none begins by itself. */
  Scrubber(
      Parts parts,
      CopyCheck check,
      ScrubFiles files,
      Optional<Duration> period,
      Activity activity,
      ScrubCalls calls) {
    this.parts = parts;
    this.check = check;
    this.files = files;
    this.period = period;
    this.activity = activity;
    this.calls = calls;
    this.chores = new ScrubChores(parts, files, check, calls);
    this.pass = files.readPass();
  }

  /** What there is to tell of the pass under way, or of the last one. */
  ScrubReport report() {
    return calls.isDemanded()
        ? pass.begun(true, parts.index().files(), Instant.now()).report()
        : pass.report();
  }

  @Override
  public void run() {
    while (!calls.isStopped()) {
      try {
        chores.perform();
        go();
      } catch (IOException | StoreException | RuntimeException e) {
        LOG.log(Level.WARNING, "The scrub pauses for a minute, since the disk failed", e);
        calls.await(BETWEEN_LOOKS.toNanos());
      }
    }
    write();
  }

  private void go() throws IOException, StoreException {
    if (calls.takeDemand()) {
      begin(true);
    } else if (pass.underWay() && (pass.report().running() || period.isPresent())) {
      readLeaf();
    } else if (isDue()) {
      begin(false);
    } else {
      calls.await(BETWEEN_LOOKS.toNanos());
    }
  }

  private boolean isDue() {
    if (period.isEmpty() || parts.index().files() == 0) {
      return false;
    }
    Optional<Instant> began = pass.report().began();
    Instant now = Instant.now();
    return began.isEmpty()
        || began.get().isAfter(now)
        || !began.get().plus(period.get()).isAfter(now);
  }

  private void begin(boolean demanded) {
    pass = pass.begun(demanded, parts.index().files(), Instant.now());
    debtNanos = 0;
    write();
    calls.listener().scrubbed(pass.report());
  }

  private void readLeaf() throws IOException, StoreException {
    long next = pass.position() + 1;
    int leaf = next >= Layout.SLOTS ? -1 : parts.tree().nextLeaf(Place.leaf(next));
    if (leaf < 0) {
      pass = pass.completed(Instant.now());
      write();
      calls.listener().scrubbed(pass.report());
      return;
    }
    Iterator<CopyRecord> records =
        parts.metadata().read(leaf).live().stream()
            .filter(record -> record.place().slot() > pass.position())
            .sorted((a, b) -> Long.compare(a.place().slot(), b.place().slot()))
            .iterator();
    boolean going = true;
    while (going && records.hasNext()) {
      going = read(records.next());
    }
    if (going) {
      pass = pass.passed((leaf + 1L) * Base36.RADIX - 1);
    }
  }

  /** Reads one copy; returns whether to go on. */
  private boolean read(CopyRecord record) throws IOException, StoreException {
    IndexEntry entry = parts.index().get(record.copy().copyId());
    if (entry != null && entry.place().equals(record.place())) {
      Optional<CopyHealth> health =
          check.check(
              record.copy().copyId(), entry, (file, bytes) -> pace(bytes, Optional.of(file)));
      if (health.isEmpty()) {
        return false;
      }
      pass = pass.read(record.place().slot(), entry.size(), health.get());
    }
    if (System.nanoTime() - written > BETWEEN_WRITES.toNanos()) {
      write();
    }
    return pace(COPY_BYTES, Optional.empty());
  }

  /** Pauses as long as so many bytes are to take; returns whether to go on. */
  private boolean pace(long bytes, Optional<PausableFile> file) throws IOException, StoreException {
    if (!pass.report().running() && period.isPresent()) {
      double all = parts.index().bytes() + (double) parts.index().files() * COPY_BYTES;
      debtNanos += (long) (period.get().toNanos() * Math.min(1, bytes / Math.max(1, all)));
    } else if (activity.isRecent()) {
      debtNanos += YIELD_NANOS;
    }
    boolean pause = debtNanos >= SHORTEST_PAUSE_NANOS || activity.isRecent();
    if (file.isPresent() && (pause || calls.isCalled())) {
      file.get().close();
    }
    if (pause) {
      pause();
    }
    if (calls.isCalled()) {
      chores.perform();
    }
    return !calls.isStopped() && !calls.isDemanded();
  }

  private void pause() throws IOException, StoreException {
    long end = System.nanoTime() + debtNanos;
    debtNanos = 0;
    for (long left = end - System.nanoTime();
        left > 0 && !calls.isStopped() && !calls.isDemanded();
        left = end - System.nanoTime()) {
      calls.await(left);
      chores.perform();
    }
  }

  private void write() {
    written = System.nanoTime();
    try {
      files.write(pass);
    } catch (IOException | StoreException e) {
      LOG.log(Level.WARNING, "Where the scrub is could not be written down", e);
    }
  }
}
