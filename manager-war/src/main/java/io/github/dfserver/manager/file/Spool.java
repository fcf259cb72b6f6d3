package io.github.dfserver.manager.file;

import io.github.dfserver.manager.transfer.BytesSource;
import io.github.dfserver.manager.transfer.ContentSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Bytes that are written once and then read: few of them in memory, more in a file that has no name
 * and is gone when this is closed. Used by one thread at a time.
 */
final class Spool extends OutputStream {
  private static final Logger LOG = System.getLogger(Spool.class.getName());
  private static final int IN_MEMORY = 64 * 1024;

  private final Path directory;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private FileChannel file;
  private long size;

  /** Makes an empty spool whose file, if it needs one, is in this directory. */
  Spool(Path directory) {
    this.directory = directory;
  }

  long size() {
    return size;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (file == null && size + length > IN_MEMORY) {
      file =
          FileChannel.open(
              directory.resolve(UUID.randomUUID().toString()),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      append(ByteBuffer.wrap(memory.toByteArray()));
      memory = null;
    }
    if (file == null) {
      memory.write(bytes, offset, length);
    } else {
      append(ByteBuffer.wrap(bytes, offset, length));
    }
    size += length;
  }

  private void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** All of it, from the beginning. */
  InputStream read() throws IOException {
    if (file == null) {
      return new ByteArrayInputStream(memory.toByteArray());
    }
    file.position(0);
    return Channels.newInputStream(file);
  }

  /** All of it, from the beginning. */
  ContentSource source() {
    return file == null ? new BytesSource(ByteBuffer.wrap(memory.toByteArray())) : new FileSource();
  }

  @Override
  public void close() {
    memory = null;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "A spool file could not be removed", e);
      }
    }
  }

  /** Reads the file; its disk is near, so that this counts as not blocking. */
  private final class FileSource implements ContentSource {
    private long position;

    @Override
    public long length() {
      return size;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (position == size) {
        return -1;
      }
      int n = file.read(ByteBuffer.wrap(target, offset, length), position);
      if (n <= 0) {
        throw new IOException("a spool file is shorter than it was written");
      }
      position += n;
      return n;
    }

    @Override
    public void whenReadable(Runnable signal) {
      signal.run();
    }
  }
}
