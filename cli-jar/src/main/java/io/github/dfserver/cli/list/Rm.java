package io.github.dfserver.cli.list;

import io.github.dfserver.cli.local.Names;
import io.github.dfserver.cli.output.Sizes;
import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.run.Consent;
import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Failure;
import io.github.dfserver.cli.run.Failures;
import io.github.dfserver.cli.run.Folders;
import io.github.dfserver.cli.run.Jobs;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.run.UsageException;
import io.github.dfserver.client.Listing;
import io.github.dfserver.client.StoredFile;
import io.github.dfserver.client.error.FileDoesNotExistException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dfs rm}. */
@Command(
    name = "rm",
    description = "Deletes files, after a question; where nobody can be asked, only with --force.")
public final class Rm implements Callable<Integer> {
  private static final int PAGE = 1000;

  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Files; with -r, folders.")
  private List<String> names;

  @Option(
      names = {"-r", "--recursive"},
      description = "All files below these folders.")
  private boolean recursive;

  @Option(
      names = {"-f", "--force"},
      description = "Does not ask.")
  private boolean force;

  @Option(names = "--all", description = "With -r: the top may be named, which is every file.")
  private boolean all;

  @Mixin private Jobs jobs;

  /** In a session. */
  public Rm(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (!recursive) {
      Folders.requireNone(names);
    }
    if (recursive && !all && names.stream().map(Names::folder).anyMatch(String::isEmpty)) {
      throw new UsageException("This is every file that there is; say so with --all.");
    }
    if (!Consent.given(session, force, question())) {
      Failures.tell(session.output(), null, Failure.of("Nothing was deleted.", ExitCode.FAILED));
      return ExitCode.FAILED;
    }
    try (Batch batch = jobs.batch(session)) {
      for (String name : names) {
        if (recursive) {
          folder(Names.folder(name), batch);
        } else {
          file(name, batch);
        }
      }
      return batch.finish();
    }
  }

  private String question() {
    if (force || !session.output().terminals().in()) {
      return "delete " + names.size() + (recursive ? " folder(s)" : " file(s)");
    }
    if (!recursive) {
      return "Delete " + String.join(", ", names);
    }
    long count = 0;
    long bytes = 0;
    for (String name : names) {
      try (Stream<StoredFile> files = list(Names.folder(name))) {
        for (Iterator<StoredFile> each = files.iterator(); each.hasNext(); count++) {
          bytes += each.next().size();
        }
      }
    }
    return "Delete %d files, %s".formatted(count, Sizes.text(bytes));
  }

  private Stream<StoredFile> list(String prefix) {
    return session.client().list(Listing.under(prefix).withPageSize(PAGE));
  }

  private void folder(String prefix, Batch batch) {
    try (Stream<StoredFile> files = list(prefix)) {
      Iterator<StoredFile> each = files.iterator();
      if (!each.hasNext()) {
        batch.failed(prefix, Failure.of("There is no file in this folder.", ExitCode.NOT_FOUND));
      }
      while (!batch.stopped() && each.hasNext()) {
        StoredFile file = each.next();
        batch.execute(file.name(), () -> delete(file.name(), file.size(), batch));
      }
    }
  }

  private void file(String name, Batch batch) {
    batch.execute(
        name,
        () -> {
          try {
            delete(name, 0, batch);
          } catch (FileDoesNotExistException e) {
            batch.absent(name, e);
          }
        });
  }

  private void delete(String name, long size, Batch batch) {
    session.client().delete(name);
    batch.done("deleted", name, size, null);
  }
}
