package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.local.LocalFile;
import io.github.dfserver.cli.local.Sha256;
import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.run.Failure;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.sync.Pairs.Pair;
import io.github.dfserver.cli.transfer.Sending;
import io.github.dfserver.cli.transfer.Sending.Sent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The server gets what is here. */
final class ToServer implements Direction {
  private final Session session;
  private final Batch batch;
  private final Sending sending;
  private final Protection protection;
  private final String prefix;
  private final Sync.Wish wish;

  ToServer(
      Session session,
      Batch batch,
      Sending sending,
      Protection protection,
      String prefix,
      Sync.Wish wish) {
    this.session = session;
    this.batch = batch;
    this.sending = sending;
    this.protection = protection;
    this.prefix = prefix;
    this.wish = wish;
  }

  @Override
  public CompletableFuture<String> onlyLocal(Pair pair, String sha256) {
    LocalFile file = pair.local();
    String name = prefix + pair.name();
    if (wish.dryRun()) {
      batch.done("would store", name, file.size(), null);
      return CompletableFuture.completedFuture(sha256);
    }
    return batch.submit(
        name,
        () -> {
          Sent sent = sending.send(file, name, sha256);
          batch.done(sent.stored() == null ? "present" : "stored", name, file.size(), null);
          return sent.sha256();
        });
  }

  @Override
  public void onlyRemote(Pair pair) {
    String name = pair.remote().name();
    if (!wish.delete() || protection.covers(pair.name())) {
      batch.count("extra");
    } else if (wish.dryRun()) {
      batch.done("would delete", name, 0, null);
    } else {
      batch.execute(
          name,
          () -> {
            session.client().delete(name);
            batch.done("deleted", name, 0, null);
          });
    }
  }

  /**
   * Names are never overwritten, so the old bytes go first; but not before the new ones are read.
   */
  @Override
  public void different(Pair pair) throws IOException {
    LocalFile file = pair.local();
    String name = pair.remote().name();
    if (wish.dryRun()) {
      batch.done("would replace", name, file.size(), null);
      return;
    }
    String sha256 = Sha256.of(file.path(), session.interruption());
    Sending.requireUnchanged(file, "It was changed while it was being read; nothing was replaced.");
    session.client().delete(name);
    try {
      sending.send(file, name, sha256);
    } catch (IOException | RuntimeException e) {
      Failure why = Failure.of(e);
      throw new IOException(
          "Its old content was deleted, and its new content is not stored: "
              + why.message()
              + " The same command stores it.",
          e);
    }
    batch.done("replaced", name, file.size(), null);
  }
}
