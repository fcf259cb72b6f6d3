package io.github.dfserver.cli.transfer;

import io.github.dfserver.cli.local.LocalFile;
import io.github.dfserver.cli.local.Sha256;
import io.github.dfserver.cli.output.Bar;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.client.Content;
import io.github.dfserver.client.StoredFile;
import io.github.dfserver.client.Transfer;
import io.github.dfserver.client.error.NameInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;

/** Sends local files; for any number of threads. */
public final class Sending {
  /** Files of this size are read into memory. */
  private static final int IN_MEMORY = 64 * 1024;

  /**
   * What became of one.
   *
   * @param sha256 of the local file
   * @param stored null where the server had the same bytes under the name already
   */
  public record Sent(String sha256, StoredFile stored) {}

  private final Session session;
  private final Bar bar;
  private final String type;

  /**
   * Sends with one client.
   *
   * @param type media type of all files; null to guess it from each name
   */
  public Sending(Session session, Bar bar, String type) {
    this.session = session;
    this.bar = bar;
    this.type = type;
  }

  /**
   * Sends one.
   *
   * @param sha256 its SHA-256 where that is known; else null
   * @throws IOException it cannot be read, or was changed meanwhile
   */
  public Sent send(LocalFile file, String name, String sha256) throws IOException {
    requireUnchanged(file, "It was changed after it was looked at; send it again.");
    Sent sent = sendOnce(file, name, sha256);
    requireUnchanged(
        file,
        "It was changed while it was being sent; the server has it with SHA-256 " + sent.sha256());
    return sent;
  }

  /** Hashing a large file before it is sent takes a third of the time of an upload. */
  private Sent sendOnce(LocalFile file, String name, String sha256) throws IOException {
    byte[] small = file.size() <= IN_MEMORY ? Files.readAllBytes(file.path()) : null;
    Content content = small == null ? Content.of(file.path()).hashedOnItsWay() : Content.of(small);
    try {
      StoredFile stored =
          session
              .client()
              .put(
                  name,
                  typed(sha256 == null ? content : content.withSha256(sha256)),
                  new Transfer(bar.transfer(), session.interruption().cancellation()));
      return new Sent(stored.sha256(), stored);
    } catch (NameInUseException e) {
      String digest = sha256 != null ? sha256 : digest(file, small);
      return there(e, small == null ? file.size() : small.length, digest);
    }
  }

  private String digest(LocalFile file, byte[] small) throws IOException {
    return small == null ? Sha256.of(file.path(), session.interruption()) : Sha256.of(small);
  }

  /** Whether what has the name is the same. */
  private static Sent there(NameInUseException inUse, long size, String digest) {
    boolean same =
        inUse
            .existing()
            .filter(there -> there.size() == size && there.sha256().equals(digest))
            .isPresent();
    if (!same) {
      throw inUse;
    }
    return new Sent(digest, null);
  }

  private Content typed(Content content) {
    return type == null ? content : content.withType(type);
  }

  /**
   * Looks at a file again.
   *
   * @throws IOException with the complaint, when it has changed
   */
  public static void requireUnchanged(LocalFile file, String complaint) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
    if (now.size() != file.size() || !now.lastModifiedTime().equals(file.modified())) {
      throw new IOException(complaint);
    }
  }
}
