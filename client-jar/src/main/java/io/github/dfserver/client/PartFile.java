package io.github.dfserver.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * The beginning of a file that is being read, beside the file that it becomes. Its name tells
 * target and SHA-256, so that it is found again, and only for the same bytes. For one thread; no
 * other program has it open at the same time.
 */
final class PartFile extends OutputStream {
  private static final int BUFFER = 64 * 1024;
  private static final int DIGITS = 32;

  private final FileChannel channel;
  private final Path path;
  private final long length;

  private PartFile(FileChannel channel, Path path, long length) {
    this.channel = channel;
    this.path = path;
    this.length = length;
  }

  /** What there is already, or a new one; those of other contents of the target are removed. */
  static PartFile open(Path target, FileInfo info) throws IOException {
    Path path = path(target, info);
    if (!Files.exists(path)) {
      deleteOthers(target);
    }
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (!locked(channel)) {
        throw new IOException("Another program is reading into '" + target + "'.");
      }
      if (channel.size() > info.size()) {
        channel.truncate(0);
      }
      long length = channel.size();
      channel.position(length);
      return new PartFile(channel, path, length);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(); // given back when the channel is closed
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Where it is. */
  static Path path(Path target, FileInfo info) {
    return target.resolveSibling(prefix(target) + info.sha256().substring(0, DIGITS) + ".part");
  }

  private static String prefix(Path target) {
    MessageDigest digest = Digests.sha256();
    digest.update(target.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    return "." + Digests.hex(digest).substring(0, DIGITS) + "-";
  }

  /** Removes it, if it is there. */
  static void delete(Path target, FileInfo info) throws IOException {
    Files.deleteIfExists(path(target, info));
  }

  private static void deleteOthers(Path target) throws IOException {
    String glob = prefix(target) + "*.part";
    try (DirectoryStream<Path> others = Files.newDirectoryStream(target.getParent(), glob)) {
      for (Path other : others) {
        Files.deleteIfExists(other);
      }
    }
  }

  /** How many bytes there were when it was opened. */
  long length() {
    return length;
  }

  /** A digest that has seen what there was. */
  MessageDigest digest(Cancellation cancellation) throws IOException {
    MessageDigest digest = Digests.sha256();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[BUFFER];
      long left = length;
      while (left > 0) {
        cancellation.check();
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException("'" + path + "' has become shorter.");
        }
        digest.update(buffer, 0, count);
        left -= count;
      }
    }
    return digest;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** An empty one is removed. */
  @Override
  public void close() throws IOException {
    boolean useless = channel.size() == 0;
    channel.close();
    if (useless) {
      Files.deleteIfExists(path);
    }
  }
}
