package io.github.dfserver.node.store;

import io.github.dfserver.journal.JournalFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The journal's files, whose calls are written down, and which fail when told to. */
final class JournalCalls implements JournalFile.Opener {
  private final JournalFile.Opener files = JournalFile.Opener.disk();
  private final List<String> calls;
  private volatile String failing = "";
  private volatile CountDownLatch gate = new CountDownLatch(0);

  JournalCalls(List<String> calls) {
    this.calls = calls;
  }

  /** Fails calls of this name from now on. */
  void fail(String call) {
    failing = call;
  }

  /** Lets calls of {@code force} wait until the gate that this returns is opened. */
  CountDownLatch holdForces() {
    gate = new CountDownLatch(1);
    return gate;
  }

  private void await() throws IOException {
    try {
      if (!gate.await(60, TimeUnit.SECONDS)) {
        throw new IOException("the gate stayed closed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void record(String call) throws IOException {
    calls.add("journal " + call);
    if (call.equals(failing)) {
      throw new IOException("the journal's disk broke");
    }
  }

  @Override
  public JournalFile create(Path file) throws IOException {
    record("create");
    return wrap(files.create(file));
  }

  @Override
  public JournalFile open(Path file) throws IOException {
    record("open");
    return wrap(files.open(file));
  }

  @Override
  public void delete(Path file) throws IOException {
    record("delete");
    files.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    record("forceDirectory");
    files.forceDirectory(directory);
  }

  private JournalFile wrap(JournalFile file) {
    return new JournalFile() {
      @Override
      public void write(long offset, ByteBuffer source) throws IOException {
        record("write");
        file.write(offset, source);
      }

      @Override
      public void truncate(long size) throws IOException {
        record("truncate");
        file.truncate(size);
      }

      @Override
      public void force() throws IOException {
        await();
        file.force();
        record("force");
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
