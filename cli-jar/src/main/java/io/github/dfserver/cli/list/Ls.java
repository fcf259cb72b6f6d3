package io.github.dfserver.cli.list;

import io.github.dfserver.cli.output.FileJson;
import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.output.Rows;
import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Failure;
import io.github.dfserver.cli.run.Failures;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.client.Entry;
import io.github.dfserver.client.Listing;
import io.github.dfserver.client.StoredFile;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dfs ls}. */
@Command(
    name = "ls",
    description = {
      "Lists files and folders, in the order of their UTF-8 bytes.",
      "PREFIX is what names begin with: photos/ looks into a folder, photos finds it."
    })
public final class Ls implements Callable<Integer> {
  private static final int PAGE = 1000;

  private final Session session;

  @Parameters(paramLabel = "PREFIX", arity = "0..1", description = "Nothing for the top.")
  private String prefix = "";

  @Option(
      names = {"-l", "--long"},
      description = "Size, date and node too.")
  private boolean detailed;

  @Option(
      names = {"-h", "--human"},
      description = "Sizes like 1.5 MiB.")
  private boolean human;

  @Option(
      names = {"-R", "--recursive"},
      description = "Files in folders too, by their whole names.")
  private boolean recursive;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only names that contain this, whatever its case; by their whole names.")
  private String search;

  /** In a session. */
  public Ls(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Stream<? extends Entry> entries = entries()) {
      Iterator<? extends Entry> each = entries.iterator();
      if (!each.hasNext() && !(prefix.isEmpty() && search == null)) {
        Failures.tell(
            session.output(),
            null,
            Failure.of("There is no file whose name fits.", ExitCode.NOT_FOUND));
        return ExitCode.NOT_FOUND;
      }
      Rows rows = new Rows(session.output(), detailed || human, human);
      while (each.hasNext() && rows.read()) {
        session.interruption().check();
        Entry entry = each.next();
        if (entry instanceof StoredFile file) {
          rows.file(file, FileJson.of(file));
        } else {
          rows.folder(entry.name(), Json.of("folder", entry.name()));
        }
      }
    }
    return ExitCode.OK;
  }

  private Stream<? extends Entry> entries() {
    String start = prefix.startsWith("/") ? prefix.substring(1) : prefix;
    return recursive || search != null
        ? session
            .client()
            .list(
                Listing.under(start)
                    .withContaining(search == null ? "" : search)
                    .withPageSize(PAGE))
        : session.client().folder(start);
  }
}
