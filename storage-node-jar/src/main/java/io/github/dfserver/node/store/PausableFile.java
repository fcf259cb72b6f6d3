package io.github.dfserver.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A copy's file while it is read slowly: let go for every pause, so that a copy that is deleted
 * meanwhile keeps no room on the disk. Used by one thread.
 */
final class PausableFile implements WholeRead.Source<UnwellException>, Closeable {
  private final Layout layout;
  private final IndexEntry entry;
  private FileChannel channel;

  PausableFile(Layout layout, IndexEntry entry) {
    this.layout = layout;
    this.entry = entry;
  }

  /** The file, opened when it is not. */
  @Override
  public FileChannel channel() throws IOException, UnwellException {
    if (channel == null) {
      channel = CopyFile.open(layout, entry);
    }
    return channel;
  }

  /** Closes the file until it is read again. */
  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
