package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.local.LocalFile;
import io.github.dfserver.cli.local.LocalTree;
import io.github.dfserver.cli.local.Sha256;
import io.github.dfserver.cli.local.TargetDirectory;
import io.github.dfserver.cli.output.Bar;
import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.run.Jobs;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.sync.Pairs.Pair;
import io.github.dfserver.cli.transfer.Receiving;
import io.github.dfserver.cli.transfer.Sending;
import io.github.dfserver.client.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dfs sync}. */
@Command(
    name = "sync",
    description = {
      "Makes what is on the server below PREFIX equal to a directory, or the other way round;"
          + " transfers only what differs in size or SHA-256.",
      "Names are never overwritten on the server: where a file has changed, the old one is deleted"
          + " and the new one stored, after it was read once from end to end. In between there is"
          + " none.",
      "The SHA-256 of local files is remembered, in ~/.cache/dfs, for as long as size and date stay."
    })
public final class Sync implements Callable<Integer> {
  /**
   * What may happen.
   *
   * @param delete whether what the other side does not have goes
   * @param dryRun whether it is only told
   */
  record Wish(boolean delete, boolean dryRun) {}

  private final Session session;

  @Mixin private Sides sides;

  @Option(names = "--download", description = "The directory gets what the server has.")
  private boolean download;

  @Option(names = "--delete", description = "Deletes what only the side that changes has.")
  private boolean delete;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only tells what would be done.")
  private boolean dryRun;

  @Mixin private Jobs jobs;

  /** In a session. */
  public Sync(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (download && !dryRun) {
      Files.createDirectories(sides.directory());
    }
    sides.requireDirectory();
    String prefix = sides.prefix();
    try (Batch batch = jobs.batch(session);
        Bar bar = session.output().bar("sync", -1)) {
      Protection protection = new Protection(session, batch);
      Wish wish = new Wish(delete, dryRun);
      Direction direction =
          download
              ? new ToLocal(
                  batch, new Receiving(session, bar), new TargetDirectory(sides.directory()), wish)
              : new ToServer(
                  session, batch, new Sending(session, bar, null), protection, prefix, wish);
      LocalTree tree = sides.tree(protection);
      try (Stream<StoredFile> remote = sides.remote(session);
          HashCache cache = cache()) {
        Pairs pairs = new Pairs(tree, remote.iterator(), prefix);
        walk(pairs, cache, direction, batch, bar);
      }
      return batch.finish();
    }
  }

  private void walk(Pairs pairs, HashCache cache, Direction direction, Batch batch, Bar bar)
      throws IOException {
    long seen = 0;
    while (pairs.hasNext() && !batch.stopped()) {
      Pair pair = pairs.next();
      bar.says(++seen + " names");
      if (pair.local() == null) {
        direction.onlyRemote(pair);
        continue;
      }
      String known = cache == null ? null : cache.known(pair.local());
      CompletableFuture<String> digest =
          pair.remote() == null
              ? direction.onlyLocal(pair, known)
              : both(pair, known, direction, batch);
      if (cache != null) {
        cache.remember(pair.local(), digest);
      }
    }
    if (!pairs.hasNext() && cache != null) {
      cache.complete();
    }
  }

  private CompletableFuture<String> both(
      Pair pair, String known, Direction direction, Batch batch) {
    LocalFile local = pair.local();
    StoredFile remote = pair.remote();
    if (local.size() == remote.size() && remote.sha256().equals(known)) {
      batch.count("unchanged");
      return CompletableFuture.completedFuture(known);
    }
    return batch.submit(
        remote.name(),
        () -> {
          String digest = known;
          if (local.size() == remote.size() && known == null) {
            digest = Sha256.of(local.path(), session.interruption());
          }
          if (local.size() == remote.size() && remote.sha256().equals(digest)) {
            batch.count("unchanged");
            return digest;
          }
          direction.different(pair);
          return download ? null : digest;
        });
  }

  /** Null where there can be none. */
  private HashCache cache() {
    String base = session.variable("XDG_CACHE_HOME");
    Path caches =
        base == null || base.isBlank()
            ? Path.of(Objects.toString(System.getProperty("user.home"), "."), ".cache")
            : Path.of(base);
    try {
      return HashCache.open(caches, sides.directory());
    } catch (IOException e) {
      session.output().note("Digests are not remembered, as this cannot be written: " + e);
      return null;
    }
  }
}
