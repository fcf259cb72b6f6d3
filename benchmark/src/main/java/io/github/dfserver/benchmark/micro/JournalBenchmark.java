package io.github.dfserver.benchmark.micro;

import io.github.dfserver.it.process.Directories;
import io.github.dfserver.journal.Appended;
import io.github.dfserver.journal.Journal;
import io.github.dfserver.journal.JournalOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Sixteen entries of 256 bytes appended, then waited for; times are for one entry. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JournalBenchmark {
  private static final int ENTRIES = 16;

  /** Whether the journal waits for the disk. */
  @Param({"true", "false"})
  public boolean force;

  private final ByteBuffer entry = ByteBuffer.allocate(256);
  private Path directory;
  private Journal journal;

  /** Opens a new journal in the directory that the run was given. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    directory =
        Files.createTempDirectory(
            Path.of(System.getProperty(MicroBenchmarks.DIRECTORY)), "journal-");
    journal =
        Journal.open(
            directory,
            0,
            JournalOptions.defaults().withForce(force),
            (position, replayed) -> {
              throw new IOException("a new journal is not empty");
            });
  }

  /** Removes the journal. */
  @TearDown(Level.Iteration)
  public void close() throws IOException {
    journal.close();
    Directories.remove(directory);
  }

  /** Appends and waits for the last, which every other comes before. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long append() throws IOException {
    Appended last = null;
    for (int i = 0; i < ENTRIES; i++) {
      last = journal.append(entry.duplicate());
    }
    last.forced().join();
    journal.release(last.position());
    return last.position();
  }
}
