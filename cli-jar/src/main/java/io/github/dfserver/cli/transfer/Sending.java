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
  /** Files of this size are read once, into memory, instead of twice. */
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
    byte[] small = file.size() <= IN_MEMORY ? Files.readAllBytes(file.path()) : null;
    String digest = sha256 != null ? sha256 : digest(file, small);
    Content content = small == null ? Content.of(file.path()) : Content.of(small);
    content = content.withSha256(digest);
    if (type != null) {
      content = content.withType(type);
    }
    long size = small == null ? file.size() : small.length;
    StoredFile stored;
    try {
      requireUnchanged(file, "It was changed after it was looked at; send it again.");
      stored = session.client().put(name, content, transfer());
    } catch (NameInUseException e) {
      boolean same =
          e.existing()
              .filter(there -> there.size() == size && there.sha256().equals(digest))
              .isPresent();
      if (!same) {
        throw e;
      }
      stored = null;
    }
    requireUnchanged(
        file, "It was changed while it was being sent; the server has it with SHA-256 " + digest);
    return new Sent(digest, stored);
  }

  private String digest(LocalFile file, byte[] small) throws IOException {
    return small == null ? Sha256.of(file.path(), session.interruption()) : Sha256.of(small);
  }

  private Transfer transfer() {
    return new Transfer(bar.transfer(), session.interruption().cancellation());
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
