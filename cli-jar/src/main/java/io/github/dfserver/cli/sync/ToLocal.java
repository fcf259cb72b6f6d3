package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.local.TargetDirectory;
import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.sync.Pairs.Pair;
import io.github.dfserver.cli.transfer.Receiving;
import io.github.dfserver.client.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;

/** The directory gets what is on the server. */
final class ToLocal implements Direction {
  private final Batch batch;
  private final Receiving receiving;
  private final TargetDirectory directory;
  private final Sync.Wish wish;

  ToLocal(Batch batch, Receiving receiving, TargetDirectory directory, Sync.Wish wish) {
    this.batch = batch;
    this.receiving = receiving;
    this.directory = directory;
    this.wish = wish;
  }

  @Override
  public CompletableFuture<String> onlyLocal(Pair pair, String sha256) {
    String path = pair.local().path().toString();
    if (!wish.delete()) {
      batch.count("extra");
    } else if (wish.dryRun()) {
      batch.done("would delete", path, 0, null);
    } else {
      batch.execute(
          path,
          () -> {
            Files.delete(pair.local().path());
            batch.done("deleted", path, 0, null);
          });
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onlyRemote(Pair pair) {
    StoredFile file = pair.remote();
    if (wish.dryRun()) {
      batch.done("would fetch", file.name(), file.size(), null);
      return;
    }
    batch.execute(
        file.name(),
        () -> {
          receiving.receive(file.name(), directory.place(pair.name()), false);
          batch.done("fetched", file.name(), file.size(), null);
        });
  }

  @Override
  public void different(Pair pair) throws IOException {
    StoredFile file = pair.remote();
    if (wish.dryRun()) {
      batch.done("would replace", file.name(), file.size(), null);
      return;
    }
    receiving.receive(file.name(), directory.place(pair.name()), true);
    batch.done("replaced", file.name(), file.size(), null);
  }
}
