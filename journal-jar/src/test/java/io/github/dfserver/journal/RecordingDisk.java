package io.github.dfserver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real files that are never really forced; every call is recorded when it has succeeded. A test may
 * step in before each call, to hold it up or to let it fail.
 */
final class RecordingDisk implements JournalFile.Opener {
  /** Something that happened: a call, with its place, or an acknowledgement by the test. */
  record Event(String what, String file, long offset, long length) {
    boolean is(String name) {
      return what.equals(name);
    }
  }

  /** Is asked before each call. */
  interface Gate {
    void pass(String what, String file) throws IOException;
  }

  private final JournalFile.Opener disk = JournalFile.Opener.disk();
  private final List<Event> events = new ArrayList<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Gate gate = (what, file) -> {};

  void setGate(Gate value) {
    gate = value;
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  synchronized long count(String what) {
    return events.stream().filter(event -> event.is(what)).count();
  }

  synchronized void record(String what, String file, long offset, long length) {
    events.add(new Event(what, file, offset, length));
  }

  @Override
  public JournalFile create(Path file) throws IOException {
    pass("create", name(file));
    JournalFile created = disk.create(file);
    record("create", name(file), 0, 0);
    return new Recorded(name(file), created);
  }

  @Override
  public JournalFile open(Path file) throws IOException {
    pass("open", name(file));
    return new Recorded(name(file), disk.open(file));
  }

  @Override
  public void delete(Path file) throws IOException {
    pass("delete", name(file));
    disk.delete(file);
    record("delete", name(file), 0, 0);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    pass("forceDirectory", name(directory));
    record("forceDirectory", name(directory), 0, 0);
  }

  /** How many calls the gate holds up. */
  int waiting() {
    return waiting.get();
  }

  private void pass(String what, String file) throws IOException {
    waiting.incrementAndGet();
    gate.pass(what, file);
    waiting.decrementAndGet();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private final class Recorded implements JournalFile {
    private final String name;
    private final JournalFile file;

    Recorded(String name, JournalFile file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
      pass("write", name);
      int length = source.remaining();
      String what = isZero(source) ? "writeZeros" : "write";
      file.write(offset, source);
      record(what, name, offset, length);
    }

    private boolean isZero(ByteBuffer source) {
      return source.mismatch(ByteBuffer.allocate(source.remaining())) < 0;
    }

    @Override
    public void truncate(long size) throws IOException {
      pass("truncate", name);
      file.truncate(size);
      record("truncate", name, size, 0);
    }

    @Override
    public void force() throws IOException {
      pass("force", name);
      record("force", name, 0, 0);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
