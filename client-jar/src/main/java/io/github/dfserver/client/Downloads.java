package io.github.dfserver.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Brings files from a manager to where the caller wants them. */
final class Downloads {
  private static final int BUFFER = 64 * 1024;

  private final Managers managers;

  Downloads(Managers managers) {
    this.managers = managers;
  }

  FileInfo to(String name, OutputStream out, Transfer transfer) throws IOException {
    try (Download download = Download.of(managers, name, null, transfer)) {
      byte[] buffer = new byte[BUFFER];
      int count;
      while ((count = download.read(buffer)) >= 0) {
        out.write(buffer, 0, count);
      }
      return download.info();
    }
  }

  FileInfo to(String name, Path target, Transfer transfer) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path part = absolute.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      FileInfo info;
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        info = to(name, out, transfer);
      }
      Files.move(
          part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return info;
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
