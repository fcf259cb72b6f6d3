package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.journal.JournalFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A disk that records the journal's calls, and that can hold up or fail its forces. */
final class GatedDisk implements JournalFile.Opener {
  private static final int OPEN = 1 << 20;

  private final JournalFile.Opener disk = JournalFile.Opener.disk();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Semaphore gate = new Semaphore(OPEN);
  private volatile boolean failing;

  /** Calls so far: {@code write}, {@code force}, and what {@link #note} added. */
  List<String> calls() {
    return calls;
  }

  void note(String event) {
    calls.add(event);
  }

  /** From now on a force waits. */
  void holdUp() {
    gate.drainPermits();
  }

  /** Lets every force go on. */
  void goOn() {
    gate.release(OPEN);
  }

  /** From now on a force fails. */
  void fail() {
    failing = true;
  }

  @Override
  public JournalFile create(Path file) throws IOException {
    return new Recorded(disk.create(file));
  }

  @Override
  public JournalFile open(Path file) throws IOException {
    return new Recorded(disk.open(file));
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    disk.forceDirectory(directory);
  }

  private final class Recorded implements JournalFile {
    private final JournalFile file;

    Recorded(JournalFile file) {
      this.file = file;
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
      file.write(offset, source);
      note("write");
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      try {
        if (!gate.tryAcquire(2, TimeUnit.MINUTES)) {
          throw new IOException("the test never opened the gate");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      if (failing) {
        throw new IOException("the disk is broken");
      }
      file.force();
      note("force");
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
