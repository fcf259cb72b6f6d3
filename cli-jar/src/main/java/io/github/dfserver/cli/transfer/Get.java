package io.github.dfserver.cli.transfer;

import io.github.dfserver.cli.local.Names;
import io.github.dfserver.cli.local.TargetDirectory;
import io.github.dfserver.cli.output.Bar;
import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Failure;
import io.github.dfserver.cli.run.Folders;
import io.github.dfserver.cli.run.Jobs;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.run.UsageException;
import io.github.dfserver.client.FileInfo;
import io.github.dfserver.client.Listing;
import io.github.dfserver.client.StoredFile;
import io.github.dfserver.client.Transfer;
import io.github.dfserver.client.error.FileDoesNotExistException;
import io.github.dfserver.client.error.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dfs get}. */
@Command(
    name = "get",
    description = {
      "Fetches files. One that broke off is gone on with by the same command.",
      "Local files are replaced only with --force; one that has the same bytes already counts as"
          + " there."
    })
public final class Get implements Callable<Integer> {
  private static final int PAGE = 1000;

  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Files; with -r, folders.")
  private List<String> names;

  @Option(
      names = "--to",
      paramLabel = "TARGET",
      description = "A directory, the file itself, or - for standard output.")
  private String target;

  @Option(
      names = {"-r", "--recursive"},
      description =
          "All files below these folders. The folder's own name stays: a/photos gives"
              + " photos/x.jpg.")
  private boolean recursive;

  @Option(
      names = {"-f", "--force"},
      description = "Replaces local files that have other content.")
  private boolean force;

  @Mixin private Jobs jobs;

  /** In a session. */
  public Get(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if ("-".equals(target)) {
      return toOutput();
    }
    if (!recursive) {
      Folders.requireNone(names);
    }
    try (Batch batch = jobs.batch(session);
        Bar bar = session.output().bar("get", total())) {
      Receiving receiving = new Receiving(session, bar);
      for (String name : names) {
        if (recursive) {
          folder(Names.folder(name), batch, bar, receiving);
        } else {
          file(name, batch, receiving);
        }
      }
      return batch.finish();
    }
  }

  private int toOutput() throws IOException {
    if (recursive || session.output().json()) {
      throw new UsageException("Standard output takes the bytes of files, without -r and --json.");
    }
    for (String name : names) {
      try (Bar bar = session.output().bar("get", -1)) {
        Transfer transfer = new Transfer(bar.transfer(), session.interruption().cancellation());
        session.client().get(name, session.output().bytes(), transfer);
      }
    }
    return ExitCode.OK;
  }

  /** How many bytes there are, if somebody sees it; -1 where that is not known. */
  private long total() {
    if (!session.output().showsBars()) {
      return -1;
    }
    try {
      return names.stream().mapToLong(this::size).sum();
    } catch (ProblemException e) {
      return -1; // is told when the file is fetched
    }
  }

  private long size(String name) {
    if (!recursive) {
      return session.client().stat(name).size();
    }
    try (Stream<StoredFile> files = session.client().list(listing(Names.folder(name)))) {
      return files.mapToLong(StoredFile::size).sum();
    }
  }

  private static Listing listing(String prefix) {
    return Listing.under(prefix).withPageSize(PAGE);
  }

  private void file(String name, Batch batch, Receiving receiving) {
    batch.execute(
        name,
        () -> {
          Path place = place(name);
          try {
            FileInfo there = Files.exists(place) ? session.client().stat(name) : null;
            if (there != null && receiving.there(there, place, force)) {
              batch.done("present", name, there.size(), null);
            } else {
              received(receiving.receive(name, place, force), place, batch);
            }
          } catch (FileDoesNotExistException e) {
            batch.absent(name, e);
          }
        });
  }

  private Path place(String name) throws IOException {
    if (target == null || target.endsWith("/") || Files.isDirectory(Path.of(target))) {
      Path directory = Path.of(target == null ? "" : target);
      return new TargetDirectory(directory).place(Names.last(name));
    }
    if (names.size() > 1) {
      throw new UsageException("'" + target + "' is no directory; several files need one.");
    }
    return Path.of(target);
  }

  private void folder(String prefix, Batch batch, Bar bar, Receiving receiving) {
    TargetDirectory directory = new TargetDirectory(Path.of(target == null ? "" : target));
    int cut = prefix.isEmpty() ? 0 : prefix.lastIndexOf('/', prefix.length() - 2) + 1;
    try (Stream<StoredFile> files = session.client().list(listing(prefix))) {
      Iterator<StoredFile> each = files.iterator();
      if (!each.hasNext()) {
        batch.failed(prefix, Failure.of("There is no file in this folder.", ExitCode.NOT_FOUND));
      }
      while (!batch.stopped() && each.hasNext()) {
        StoredFile file = each.next();
        batch.execute(
            file.name(),
            () -> {
              Path place = directory.place(file.name().substring(cut));
              if (receiving.there(info(file), place, force)) {
                bar.moved(file.size());
                batch.done("present", file.name(), file.size(), null);
              } else {
                received(receiving.receive(file.name(), place, force), place, batch);
              }
            });
      }
    }
  }

  private static FileInfo info(StoredFile file) {
    return new FileInfo(
        file.name(), file.size(), file.sha256(), file.contentType(), file.createdAt());
  }

  private static void received(FileInfo file, Path place, Batch batch) {
    batch.done(
        "fetched",
        file.name(),
        file.size(),
        Json.of("path", place).with("sha256", file.sha256()).with("type", file.contentType()));
  }
}
