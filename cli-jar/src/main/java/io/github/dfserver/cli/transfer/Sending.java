package io.github.dfserver.cli.transfer;

import io.github.dfserver.cli.local.LocalFile;
import io.github.dfserver.cli.local.Sha256;
import io.github.dfserver.cli.output.Bar;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.client.Content;
import io.github.dfserver.client.StoredFile;
import io.github.dfserver.client.Transfer;
import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DfsException;
import io.github.dfserver.client.error.NameInUseException;
import io.github.dfserver.client.error.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/** Sends local files; for any number of threads. */
public final class Sending {
  /** Files of this size are read into memory. */
  private static final int IN_MEMORY = 64 * 1024;

  /** How often, and after how long, the name is tried that an attempt of ours still holds. */
  private static final int TRIES = 30;

  private static final Duration PAUSE = Duration.ofSeconds(1);

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
    Sent sent =
        sha256 == null && file.size() > IN_MEMORY ? once(file, name) : known(file, name, sha256);
    requireUnchanged(
        file,
        "It was changed while it was being sent; the server has it with SHA-256 " + sent.sha256());
    return sent;
  }

  /** Reads it once: hashing a large file first takes a third of the time of an upload. */
  private Sent once(LocalFile file, String name) throws IOException {
    try (InputStream in = Files.newInputStream(file.path())) {
      Content content = Content.of(in, file.size());
      StoredFile stored = session.client().put(name, typed(content), transfer());
      return new Sent(stored.sha256(), stored);
    } catch (NameInUseException e) {
      return there(e, file.size(), Sha256.of(file.path(), session.interruption()));
    } catch (ConnectionException e) {
      return again(file, name, e);
    } catch (ProblemException e) {
      if (!e.passing()) {
        throw e;
      }
      return again(file, name, e);
    }
  }

  /** What broke off may still be going on there for a while, and then the name is in use. */
  private Sent again(LocalFile file, String name, DfsException first) throws IOException {
    String digest = Sha256.of(file.path(), session.interruption());
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        return known(file, name, digest);
      } catch (NameInUseException e) {
        if (e.existing().isPresent()) {
          throw e;
        }
        session.interruption().pause(PAUSE);
      }
    }
    throw first;
  }

  private Sent known(LocalFile file, String name, String sha256) throws IOException {
    byte[] small = file.size() <= IN_MEMORY ? Files.readAllBytes(file.path()) : null;
    String digest = sha256 != null ? sha256 : Sha256.of(small);
    Content content = small == null ? Content.of(file.path()) : Content.of(small);
    try {
      StoredFile stored = session.client().put(name, typed(content.withSha256(digest)), transfer());
      return new Sent(digest, stored);
    } catch (NameInUseException e) {
      return there(e, small == null ? file.size() : small.length, digest);
    }
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
