package io.github.dfserver.manager.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * A file that lines are appended to, for its owner alone. A full one is renamed to {@code NAME.1},
 * the one before to {@code NAME.2} and so on; one that somebody else renamed or removed is begun
 * anew. Used by one thread at a time.
 */
final class AuditFile implements AutoCloseable {
  private static final Set<StandardOpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

  private final Path path;
  private final long maxSize;
  private final int kept;
  private FileChannel channel;
  private Object key;

  /**
   * Nothing is opened yet.
   *
   * @param maxSize bytes; a line that would go beyond them begins a new file
   * @param kept how many full files there may be
   */
  AuditFile(Path path, long maxSize, int kept) {
    this.path = path;
    this.maxSize = maxSize;
    this.kept = kept;
  }

  /** Opens the file, unless it is open and still the one of this name. */
  void open() throws IOException {
    if (channel != null && isSame()) {
      return;
    }
    close();
    Files.createDirectories(path.getParent());
    channel = FileChannel.open(path, APPEND, owner());
    key = keyOf();
    if (channel.size() > 0) {
      endBrokenLine();
    }
  }

  /** What a full disk or a crash has cut off shall not spoil the next line. */
  private void endBrokenLine() throws IOException {
    try (FileChannel reader = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      if (reader.read(last, reader.size() - 1) == 1 && last.get(0) != '\n') {
        write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
    }
  }

  /** Appends whole lines. */
  void append(byte[] lines) throws IOException {
    open();
    if (channel.size() > 0 && channel.size() + lines.length > maxSize) {
      rotate();
    }
    write(ByteBuffer.wrap(lines));
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void rotate() throws IOException {
    channel.force(true);
    close();
    for (int i = kept - 1; i >= 1; i--) {
      if (Files.exists(full(i))) {
        Files.move(full(i), full(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(path, full(1), StandardCopyOption.REPLACE_EXISTING);
    open();
  }

  private Path full(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  private boolean isSame() throws IOException {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(key, keyOf());
  }

  private Object keyOf() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private FileAttribute<?>[] owner() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Closes the file; it opens again with the next line. */
  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
