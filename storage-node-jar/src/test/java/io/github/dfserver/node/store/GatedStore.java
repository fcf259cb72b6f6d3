package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose disk forces no received file before it is let. For tests of other packages. */
public final class GatedStore implements AutoCloseable {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();
  private final CopyStore store;
  private volatile boolean opened;

  public GatedStore(Path root) throws IOException, StoreException {
    DiskFaults disk = new DiskFaults(LocalDisk.withoutFileSystemSync());
    disk.failWhen((call, path) -> check(call));
    store = CopyStore.open(StoreOptions.of(root, "100"), Ports.defaults().withDisk(path -> disk));
    opened = true;
  }

  private void check(String call) throws IOException {
    if (opened && call.equals("force")) {
      waiting.incrementAndGet();
      try {
        assertThat(gate.await(60, TimeUnit.SECONDS)).as("the gate is open").isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  public CopyStore store() {
    return store;
  }

  /** How many files have come to be forced. */
  public int waiting() {
    return waiting.get();
  }

  /** Lets everything be forced. */
  public void open() {
    gate.countDown();
  }

  @Override
  public void close() throws IOException {
    open();
    store.close();
  }
}
