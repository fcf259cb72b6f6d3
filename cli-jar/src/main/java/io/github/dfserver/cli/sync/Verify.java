package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.local.LocalTree;
import io.github.dfserver.cli.local.Sha256;
import io.github.dfserver.cli.output.Bar;
import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.run.Jobs;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.sync.Pairs.Pair;
import io.github.dfserver.client.StoredFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dfs verify}. */
@Command(
    name = "verify",
    description = {
      "Compares a directory with what is on the server below PREFIX: names, sizes and SHA-256.",
      "Every local file is read. What nodes have on their disks is read by: dfs node scrub."
    })
public final class Verify implements Callable<Integer> {
  private final Session session;

  @Mixin private Sides sides;

  @Mixin private Jobs jobs;

  /** In a session. */
  public Verify(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    sides.requireDirectory();
    String prefix = sides.prefix();
    try (Batch batch = jobs.batch(session);
        Bar bar = session.output().bar("verify", -1);
        Stream<StoredFile> remote = sides.remote(session)) {
      LocalTree tree = sides.tree(new Protection(session, batch));
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
