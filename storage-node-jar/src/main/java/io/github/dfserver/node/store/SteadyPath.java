package io.github.dfserver.node.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Files for MVStore that stay open when a thread that reads them is interrupted, which closes an
 * ordinary {@link FileChannel} for everybody. Used by the prefix {@value #SCHEME} of a file's name.
 * Public because MVStore makes instances itself; of no use outside of this package.
 */
public final class SteadyPath extends FilePathWrapper {
  private static final String SCHEME = "steady";

  /** For MVStore. */
  public SteadyPath() {}

  /** How MVStore has to call a file. */
  static String name(String file) {
    return SCHEME + ":" + file;
  }

  /** Lets MVStore know the prefix; doing so again changes nothing. */
  static void register() {
    FilePath.register(new SteadyPath());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new SteadyFile(new RandomAccessFile(getBase().toString(), mode));
  }

  private static final class SteadyFile extends FileBaseDefault {
    private final RandomAccessFile file;

    SteadyFile(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public synchronized int read(ByteBuffer to, long position) throws IOException {
      file.seek(position);
      int read = file.read(to.array(), to.arrayOffset() + to.position(), to.remaining());
      to.position(to.position() + Math.max(read, 0));
      return read;
    }

    @Override
    public synchronized int write(ByteBuffer from, long position) throws IOException {
      int length = from.remaining();
      file.seek(position);
      file.write(from.array(), from.arrayOffset() + from.position(), length);
      from.position(from.limit());
      return length;
    }

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void force(boolean metadata) throws IOException {
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
  }
}
