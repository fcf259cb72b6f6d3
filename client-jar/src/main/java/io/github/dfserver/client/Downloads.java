package io.github.dfserver.client;

import io.github.dfserver.client.error.DigestMismatchException;
import io.github.dfserver.client.error.FileChangedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;

/** Brings files from a manager to where the caller wants them. */
final class Downloads {
  private static final int BUFFER = 64 * 1024;

  /** What is smaller is sooner read again than gone on with. */
  private static final long RESUMED_FROM = 1024 * 1024;

  private final Managers managers;

  Downloads(Managers managers) {
    this.managers = managers;
  }

  FileInfo to(String name, OutputStream out, Transfer transfer) throws IOException {
    try (Download download = Download.of(managers, name, null, transfer)) {
      copy(download, out);
      return download.info();
    }
  }

  private static void copy(Download download, OutputStream out) throws IOException {
    long length = download.length();
    byte[] buffer = new byte[length < 0 ? BUFFER : (int) Math.max(1, Math.min(BUFFER, length))];
    int count;
    while ((count = download.read(buffer)) >= 0) {
      out.write(buffer, 0, count);
    }
  }

  FileInfo to(String name, Path target, Transfer transfer) throws IOException {
    try (Download download = Download.of(managers, name, null, transfer)) {
      return whole(download, target.toAbsolutePath(), true);
    }
  }

  FileInfo resume(String name, Path target, boolean replace, Transfer transfer) throws IOException {
    Path absolute = target.toAbsolutePath();
    FileInfo info;
    try (Download download = Download.of(managers, name, null, transfer)) {
      info = download.info();
      if (info.sha256() == null || info.size() < RESUMED_FROM) {
        return whole(download, absolute, replace);
      }
      if (begins(download, absolute)) {
        move(PartFile.path(absolute, info), absolute, replace);
        return info;
      }
    }
    try (PartFile part = PartFile.open(absolute, info)) {
      rest(part, info, transfer);
    } catch (DigestMismatchException | FileChangedException e) {
      PartFile.delete(absolute, info); // nobody will go on from there
      throw e;
    }
    move(PartFile.path(absolute, info), absolute, replace);
    return info;
  }

  /** Reads all of it into a new part file; false where there is one already. */
  private static boolean begins(Download download, Path target) throws IOException {
    FileInfo info = download.info();
    try (PartFile part = PartFile.open(target, info)) {
      if (part.length() > 0) {
        return false;
      }
      copy(download, part);
      return true;
    } catch (DigestMismatchException | FileChangedException e) {
      PartFile.delete(target, info);
      throw e;
    }
  }

  private void rest(PartFile part, FileInfo info, Transfer transfer) throws IOException {
    MessageDigest digest = part.digest(transfer.cancellation());
    if (part.length() == info.size()) {
      String sha256 = Digests.hex(digest);
      if (!sha256.equals(info.sha256())) {
        throw new DigestMismatchException(
            "What there was of '%s' has the SHA-256 %s instead of %s; read it again."
                .formatted(info.name(), sha256, info.sha256()));
      }
      return;
    }
    try (Download rest = Download.rest(managers, info, part.length(), digest, transfer)) {
      copy(rest, part);
    }
  }

  private static FileInfo whole(Download download, Path target, boolean replace)
      throws IOException {
    Path part = target.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        copy(download, out);
      }
      move(part, target, replace);
      return download.info();
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  private static void move(Path part, Path target, boolean replace) throws IOException {
    if (replace) {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.move(part, target);
    }
  }
}
