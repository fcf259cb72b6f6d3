package io.github.dfserver.node.credentials;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/**
 * The files of TLS, which may be replaced at any time, a renewed certificate for instance. While
 * they make no sense what was in them before serves on. Safe for any thread.
 */
final class TlsFiles {
  private static final Logger LOG = System.getLogger(TlsFiles.class.getName());

  private final CredentialOptions options;
  private final AtomicReference<Contents> last;

  /**
   * What was in the files.
   *
   * @param versions of what was looked at last, whatever came of it
   * @param context of what made sense last
   */
  private record Contents(List<Version> versions, SSLContext context) {}

  /** What tells one content of a file from another. */
  private record Version(FileTime modified, long size, Object fileKey) {
    static final Version UNKNOWN = new Version(FileTime.fromMillis(0), -1, "unknown");
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException with a sentence, when one of them is wrong
   */
  TlsFiles(CredentialOptions options) {
    this.options = options;
    List<Version> versions = versions();
    this.last = new AtomicReference<>(new Contents(versions, read()));
  }

  /** What TLS is spoken with now. */
  SSLContext context() {
    Contents before = last.get();
    List<Version> found = versions();
    if (found.equals(before.versions)) {
      return before.context;
    }
    try {
      Contents now = new Contents(found, read());
      if (last.compareAndSet(before, now)) {
        LOG.log(Level.INFO, "the certificates of this node have been read again");
      }
      return now.context;
    } catch (IllegalArgumentException e) {
      if (last.compareAndSet(before, new Contents(found, before.context))) {
        LOG.log(Level.WARNING, "{0}; what was there before serves on", e.getMessage());
      }
      return before.context;
    }
  }

  private SSLContext read() {
    return TlsSettings.read(options.authorities(), options.identity());
  }

  private List<Version> versions() {
    List<Version> found = new ArrayList<>();
    options.authorities().ifPresent(file -> found.add(version(file)));
    options
        .identity()
        .ifPresent(
            identity -> {
              found.add(version(identity.certificate()));
              found.add(version(identity.key()));
            });
    return found;
  }

  private static Version version(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(
          attributes.lastModifiedTime(),
          attributes.size(),
          attributes.fileKey() == null ? "" : attributes.fileKey());
    } catch (IOException e) {
      return Version.UNKNOWN;
    }
  }
}
