package io.github.dfserver.node.store;

import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How many bytes there is room for: in the capacity, which counts the copies that are there or
 * coming, and on the disk, less the reserve and what is still to be written. Safe for use by
 * several threads.
 */
final class Space {
  private final FileStore disk;
  private final long capacity;
  private final long reserve;
  private final LongSupplier stored;
  private long coming;
  private long unwritten;

  Space(Path root, StoreOptions options, LongSupplier stored) throws IOException {
    this.disk = Files.getFileStore(root);
    this.capacity = options.capacityBytes().orElse(Long.MAX_VALUE);
    this.reserve = options.reserveBytes();
    this.stored = stored;
  }

  /**
   * Sets room for a copy aside.
   *
   * @throws StoreException {@code NO_SPACE} when there is too little
   */
  synchronized void acquire(long bytes) throws IOException, StoreException {
    long free = free();
    if (bytes > free) {
      throw new StoreException(
          FailureCode.NO_SPACE, bytes + " bytes do not fit into the " + free + " that are free");
    }
    coming += bytes;
    unwritten += bytes;
  }

  /** So many of the bytes that room was set aside for are on the disk now. */
  synchronized void written(long bytes) {
    unwritten -= bytes;
  }

  /** A copy is stored, or will not come; {@code written} of its {@code bytes} were written. */
  synchronized void release(long bytes, long written) {
    coming -= bytes;
    unwritten -= bytes - written;
  }

  /** Bytes that new copies may use. */
  synchronized long free() throws IOException {
    long inCapacity = capacity - stored.getAsLong() - coming;
    long onDisk = disk.getUsableSpace() - reserve - unwritten;
    return Math.max(0, Math.min(inCapacity, onDisk));
  }
}
