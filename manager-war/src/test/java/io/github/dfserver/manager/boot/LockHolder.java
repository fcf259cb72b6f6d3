package io.github.dfserver.manager.boot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A process that locks a file, says so, and keeps the lock until its input ends or it is killed.
 */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.print(lock.isValid() ? '!' : '?');
      System.out.flush();
      while (System.in.read() >= 0) {
        // nothing is ever sent
      }
    }
  }
}
