package io.github.dfserver.manager.catalog.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/**
 * A file whose reads and writes no interrupt can end, and whose blocks have checksums. Safe for use
 * by several threads.
 */
final class SteadyFile extends FileBaseDefault {
  private final RandomAccessFile file;

  /** Opens a file; the mode is that of {@link RandomAccessFile}. */
  SteadyFile(String name, String mode) throws IOException {
    file = new RandomAccessFile(name, mode);
  }

  @Override
  public synchronized long size() throws IOException {
    return SealedBlocks.contentSize(file.length());
  }

  @Override
  public synchronized int read(ByteBuffer to, long at) throws IOException {
    byte[] sealed = new byte[SealedBlocks.onDisk(at, to.remaining())];
    file.seek(SealedBlocks.onDisk(at));
    int length = 0;
    while (length < sealed.length) {
      int count = file.read(sealed, length, sealed.length - length);
      if (count < 0) {
        break;
      }
      length += count;
    }
    int before = to.position();
    SealedBlocks.open(sealed, length, at, to);
    int read = to.position() - before;
    return read == 0 && to.hasRemaining() ? -1 : read;
  }

  @Override
  public synchronized int write(ByteBuffer from, long at) throws IOException {
    int count = from.remaining();
    byte[] sealed = SealedBlocks.seal(from, at);
    file.seek(SealedBlocks.onDisk(at));
    file.write(sealed);
    return count;
  }

  @Override
  protected synchronized void implTruncate(long size) throws IOException {
    long onDisk = SealedBlocks.onDisk(size + SealedBlocks.BLOCK - 1);
    if (onDisk < file.length()) {
      file.setLength(onDisk);
    }
  }

  @Override
  public void force(boolean metaData) throws IOException {
    file.getFD().sync();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return file.getChannel().tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    SteadyFilePath.closed(this);
    file.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
