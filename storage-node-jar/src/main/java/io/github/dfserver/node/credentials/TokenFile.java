package io.github.dfserver.node.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A file with a token, which may be replaced at any time. While it cannot be read the token that
 * was in it before serves on. Safe for any thread.
 */
final class TokenFile {
  private static final Logger LOG = System.getLogger(TokenFile.class.getName());
  private static final int MAX_BYTES = 4096;

  private final Path path;
  private final AtomicReference<Held> held;

  /**
   * What a reading left.
   *
   * @param token that was read last
   * @param complaint about the file since then, which is made once; empty for none
   */
  private record Held(BearerToken token, String complaint) {}

  /**
   * Reads the file, and warns when others can.
   *
   * @throws IllegalArgumentException with a sentence, when there is no token in it
   */
  TokenFile(Path path) {
    this.path = path;
    this.held = new AtomicReference<>(new Held(read(), ""));
    warnOfReaders();
  }

  /** The token that is in the file now. */
  BearerToken current() {
    Held before = held.get();
    try {
      Held now = new Held(read(), "");
      held.set(now);
      return now.token;
    } catch (IllegalArgumentException e) {
      Held now = new Held(before.token, e.getMessage());
      if (!now.complaint.equals(before.complaint) && held.compareAndSet(before, now)) {
        LOG.log(Level.WARNING, "{0}; the token that was there before serves on", e.getMessage());
      }
      return before.token;
    }
  }

  private BearerToken read() {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      return BearerToken.parse(new String(bytes, StandardCharsets.ISO_8859_1), path.toString());
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("the token file " + path + " does not exist", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the token file " + path + " cannot be read: " + e, e);
    }
  }

  private void warnOfReaders() {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        LOG.log(
            Level.WARNING,
            "the token file {0} is open to every user of this machine; close it with ''chmod o= {0}''",
            path);
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.log(Level.DEBUG, "who can read the token file is not known", e);
    }
  }
}
