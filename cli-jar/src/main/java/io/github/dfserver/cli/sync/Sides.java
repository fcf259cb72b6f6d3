package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.local.LocalTree;
import io.github.dfserver.cli.local.Names;
import io.github.dfserver.cli.local.Skips;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.run.UsageException;
import io.github.dfserver.client.Listing;
import io.github.dfserver.client.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A local directory and a folder on the server; filled by picocli. */
final class Sides {
  private static final int PAGE = 1000;

  @Parameters(index = "0", paramLabel = "DIR", description = "The local directory.")
  private Path directory;

  @Parameters(index = "1", paramLabel = "PREFIX", description = "Folder on the server; / is all.")
  private String folder;

  @Option(names = "--follow", description = "Symbolic links stand for what they point to.")
  private boolean follow;

  Sides() {}

  Path directory() {
    return directory;
  }

  /** What names on the server begin with, and local ones do not. */
  String prefix() {
    return Names.folder(folder);
  }

  void requireDirectory() {
    if (!Files.isDirectory(directory)) {
      throw new UsageException("'" + directory + "' is not a directory.");
    }
  }

  /** The local files, in the order of the server. */
  LocalTree tree(Skips skips) throws IOException {
    return new LocalTree(directory, follow, skips);
  }

  /** The files on the server; has to be closed. */
  Stream<StoredFile> remote(Session session) {
    return session.client().list(Listing.under(prefix()).withPageSize(PAGE));
  }
}
