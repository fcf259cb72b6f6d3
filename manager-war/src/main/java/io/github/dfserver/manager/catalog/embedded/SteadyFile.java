package io.github.dfserver.manager.catalog.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/** A file whose reads and writes no interrupt can end. Safe for use by several threads. */
final class SteadyFile extends FileBaseDefault {
  private final RandomAccessFile file;

  /** Opens a file; the mode is that of {@link RandomAccessFile}. */
  SteadyFile(String name, String mode) throws IOException {
    file = new RandomAccessFile(name, mode);
  }

  @Override
  public synchronized long size() throws IOException {
    return file.length();
  }

  @Override
  public synchronized int read(ByteBuffer to, long at) throws IOException {
    byte[] bytes = to.hasArray() ? to.array() : new byte[to.remaining()];
    int offset = to.hasArray() ? to.arrayOffset() + to.position() : 0;
    file.seek(at);
    int count = file.read(bytes, offset, to.remaining());
    if (count > 0) {
      if (to.hasArray()) {
        to.position(to.position() + count);
      } else {
        to.put(bytes, 0, count);
      }
    }
    return count;
  }

  @Override
  public synchronized int write(ByteBuffer from, long at) throws IOException {
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    file.seek(at);
    file.write(bytes);
    return bytes.length;
  }

  @Override
  protected synchronized void implTruncate(long size) throws IOException {
    if (size < file.length()) {
      file.setLength(size);
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
    file.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
