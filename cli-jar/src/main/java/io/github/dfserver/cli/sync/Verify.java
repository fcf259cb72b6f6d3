package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.local.LocalTree;
import io.github.dfserver.cli.local.Names;
import io.github.dfserver.cli.local.Sha256;
import io.github.dfserver.cli.output.Bar;
import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.run.UsageException;
import io.github.dfserver.cli.sync.Pairs.Pair;
import io.github.dfserver.client.Listing;
import io.github.dfserver.client.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dfs verify}. */
@Command(
    name = "verify",
    description = {
      "Compares a directory with what is on the server below PREFIX: names, sizes and SHA-256.",
      "Every local file is read. What nodes have on their disks is read by: dfs node scrub."
    })
public final class Verify implements Callable<Integer> {
  private static final int PAGE = 1000;

  private final Session session;

  @Parameters(index = "0", paramLabel = "DIR", description = "The local directory.")
  private Path directory;

  @Parameters(index = "1", paramLabel = "PREFIX", description = "Folder on the server; / is all.")
  private String folder;

  @Option(names = "--follow", description = "Symbolic links stand for what they point to.")
  private boolean follow;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "How many at a time; ${DEFAULT-VALUE}.")
  private int jobs = 4;

  /** In a session. */
  public Verify(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UsageException("'" + directory + "' is not a directory.");
    }
    String prefix = Names.folder(folder);
    try (Batch batch = new Batch(session, jobs);
        Bar bar = session.output().bar("verify", -1);
        Stream<StoredFile> remote =
            session.client().list(Listing.under(prefix).withPageSize(PAGE))) {
      LocalTree tree = new LocalTree(directory, follow, new Protection(session, batch));
      Pairs pairs = new Pairs(tree, remote.iterator(), prefix);
      while (pairs.hasNext() && !batch.stopped()) {
        compare(pairs.next(), batch, bar);
      }
      return batch.finish("missing", "different", "extra");
    }
  }

  private void compare(Pair pair, Batch batch, Bar bar) {
    if (pair.remote() == null) {
      batch.done("missing", pair.name(), pair.local().size(), null);
    } else if (pair.local() == null) {
      batch.done("extra", pair.name(), pair.remote().size(), null);
    } else if (pair.local().size() != pair.remote().size()) {
      batch.done("different", pair.name(), pair.local().size(), null);
    } else {
      batch.execute(
          pair.name(),
          () -> {
            String digest = Sha256.of(pair.local().path(), session.interruption());
            bar.moved(pair.local().size());
            if (digest.equals(pair.remote().sha256())) {
              batch.count("equal");
            } else {
              batch.done("different", pair.name(), pair.local().size(), null);
            }
          });
    }
  }
}
