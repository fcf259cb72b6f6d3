package io.github.dfserver.node.store;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;

/** The disk of this machine. */
final class LocalDisk implements Disk {
  /** Windows keeps directories by itself and lets no program force one. */
  private static final boolean FORCES_DIRECTORIES = File.separatorChar != '\\';

  private final Optional<FileSystemSync> sync;

  private LocalDisk(Optional<FileSystemSync> sync) {
    this.sync = sync;
  }

  /** Forces the whole file system of {@code root} at once where the machine can do that. */
  static LocalDisk of(Path root) {
    return new LocalDisk(FileSystemSync.of(root));
  }

  /** Forces file by file. */
  static LocalDisk withoutFileSystemSync() {
    return new LocalDisk(Optional.empty());
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
  }

  @Override
  public boolean removeEmptyDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      return Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  @Override
  public Output create(Path file) throws IOException {
    return new ChannelOutput(
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW,
            LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public long append(Path file, ByteBuffer content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.APPEND,
            StandardOpenOption.CREATE,
            LinkOption.NOFOLLOW_LINKS)) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      return channel.position();
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    if (FORCES_DIRECTORIES) {
      force(directory, StandardOpenOption.READ);
    }
  }

  @Override
  public void forceAll(Collection<Path> files, Collection<Path> directories) throws IOException {
    if (sync.isPresent()) {
      sync.get().sync();
      return;
    }
    for (Path file : files) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        forceIfThere(file, StandardOpenOption.WRITE);
      }
    }
    for (Path directory : directories) {
      if (FORCES_DIRECTORIES && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        forceIfThere(directory, StandardOpenOption.READ);
      }
    }
  }

  private static void forceIfThere(Path path, StandardOpenOption access) throws IOException {
    try {
      force(path, access);
    } catch (NoSuchFileException e) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  private static void force(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access, LinkOption.NOFOLLOW_LINKS)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    sync.ifPresent(FileSystemSync::close);
  }

  private record ChannelOutput(FileChannel channel) implements Output {
    @Override
    public void write(ByteBuffer content) throws IOException {
      while (content.hasRemaining()) {
        channel.write(content);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
