package io.github.dfserver.journal;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The files of the operating system. */
final class DiskOpener implements JournalFile.Opener {
  /** Windows keeps directories by itself and lets no program force one. */
  private static final boolean FORCES_DIRECTORIES = File.separatorChar != '\\';

  @Override
  public JournalFile create(Path file) throws IOException {
    Files.createFile(file);
    return open(file);
  }

  @Override
  public JournalFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return new DiskFile(new RandomAccessFile(file.toFile(), "rw"));
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    if (!FORCES_DIRECTORIES) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (ClosedByInterruptException e) {
      interrupted = true;
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * A file whose calls an interrupt cannot break off, as it would with a {@link FileChannel}: a
   * server that interrupts its threads when it stops must not fail the journal.
   */
  private static final class DiskFile implements JournalFile {
    private final RandomAccessFile file;

    DiskFile(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
      file.seek(offset);
      file.write(source.array(), source.arrayOffset() + source.position(), source.remaining());
      source.position(source.limit());
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
