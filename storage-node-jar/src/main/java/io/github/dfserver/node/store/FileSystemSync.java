package io.github.dfserver.node.store;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Forces a whole file system at once with syncfs(2) of Linux, which costs a few forces of a file
 * whatever the number of files. It reports errors of earlier writes since Linux 5.8; on older
 * systems, and on others, it is not used.
 */
final class FileSystemSync implements AutoCloseable {
  private static final Logger LOG = System.getLogger(FileSystemSync.class.getName());
  private static final int READ_CLOSE_ON_EXEC = 0x80000;

  private final LibC libC;
  private final int descriptor;
  private boolean closed;

  /** The few functions of the C library that Java has no way to. */
  interface LibC extends Library {
    /** See open(2). */
    int open(String path, int flags) throws LastErrorException;

    /** See syncfs(2). */
    int syncfs(int descriptor) throws LastErrorException;

    /** See close(2). */
    int close(int descriptor) throws LastErrorException;
  }

  private FileSystemSync(LibC libC, int descriptor) {
    this.libC = libC;
    this.descriptor = descriptor;
  }

  /** For the file system that {@code directory} is on; empty where that cannot be done. */
  static Optional<FileSystemSync> of(Path directory) {
    if (!Platform.isLinux() || !reportsErrors()) {
      return Optional.empty();
    }
    try {
      LibC libC = Native.load("c", LibC.class);
      int descriptor = libC.open(directory.toString(), READ_CLOSE_ON_EXEC);
      return Optional.of(new FileSystemSync(libC, descriptor));
    } catch (LastErrorException | LinkageError e) {
      LOG.log(
          Level.INFO, "Files are forced one by one: syncfs cannot be called ({0})", e.toString());
      return Optional.empty();
    }
  }

  private static boolean reportsErrors() {
    String[] version = System.getProperty("os.version").split("[^0-9]+", 3);
    try {
      int major = Integer.parseInt(version[0]);
      return major > 5 || (major == 5 && Integer.parseInt(version[1]) >= 8);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      LOG.log(Level.DEBUG, "The version of the system is not known", e);
      return false;
    }
  }

  /** Returns once everything written to the file system before is on stable storage. */
  synchronized void sync() throws IOException {
    if (closed) {
      throw new IOException("syncfs after the store was closed");
    }
    try {
      if (libC.syncfs(descriptor) != 0) {
        throw new IOException("syncfs failed");
      }
    } catch (LastErrorException e) {
      throw new IOException("syncfs failed with error " + e.getErrorCode(), e);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        libC.close(descriptor);
      } catch (LastErrorException e) {
        LOG.log(Level.DEBUG, "A descriptor could not be closed", e);
      }
    }
  }
}
