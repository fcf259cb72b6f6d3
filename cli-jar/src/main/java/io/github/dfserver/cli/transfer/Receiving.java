package io.github.dfserver.cli.transfer;

import io.github.dfserver.cli.local.Sha256;
import io.github.dfserver.cli.output.Bar;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.client.FileInfo;
import io.github.dfserver.client.Transfer;
import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.TransferCancelledException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Receives into local files; for any number of threads. */
public final class Receiving {
  /** What is kept of large files for the next attempt; see the client library. */
  private static final String PARTS = ".*-*.part";

  private final Session session;
  private final Bar bar;

  /** Receives with one client. */
  public Receiving(Session session, Bar bar) {
    this.session = session;
    this.bar = bar;
  }

  /**
   * Whether the same bytes are there already.
   *
   * @throws IOException others are, and are not to be replaced
   */
  public boolean there(FileInfo file, Path target, boolean replace) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    boolean same =
        Files.isRegularFile(target)
            && Files.size(target) == file.size()
            && Sha256.of(target, session.interruption()).equals(file.sha256());
    if (!same && !replace) {
      throw new IOException(
          "'" + target + "' exists already, with other content; --force replaces it.");
    }
    return same;
  }

  /** Receives one. */
  public FileInfo receive(String name, Path target, boolean replace) throws IOException {
    Transfer transfer = new Transfer(bar.transfer(), session.interruption().cancellation());
    try {
      return session.client().resume(name, target, replace, transfer);
    } catch (TransferCancelledException | ConnectionException e) {
      tellOfPart(name, target, e);
      throw e;
    }
  }

  private void tellOfPart(String name, Path target, RuntimeException failure) {
    Path directory = target.toAbsolutePath().getParent();
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, PARTS)) {
      if (parts.iterator().hasNext()) {
        session
            .output()
            .note(
                "'"
                    + name
                    + "': what was read is kept in '"
                    + directory.resolve(PARTS)
                    + "'; the same command goes on from there.");
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
