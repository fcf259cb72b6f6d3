package io.github.dfserver.node.store;

import io.github.dfserver.protocol.FailureCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;

/** Keeps other processes out of a data directory. */
final class RootLock implements Closeable {
  private final FileChannel channel;

  private RootLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock, or says who would have to let it go. */
  static RootLock take(Layout layout) throws IOException, StoreException {
    FileChannel channel =
        FileChannel.open(
            layout.lock(),
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            LinkOption.NOFOLLOW_LINKS);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      throw inUse(layout, e);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw inUse(layout, null);
    }
    return new RootLock(channel);
  }

  private static StoreException inUse(Layout layout, Exception cause) {
    return new StoreException(
        FailureCode.INVALID,
        "The data directory " + layout.root() + " is in use by another storage node process",
        cause);
  }

  /** Lets others in. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
