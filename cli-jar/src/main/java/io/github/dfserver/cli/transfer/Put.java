package io.github.dfserver.cli.transfer;

import io.github.dfserver.cli.local.LocalFile;
import io.github.dfserver.cli.local.LocalTree;
import io.github.dfserver.cli.local.Names;
import io.github.dfserver.cli.local.Skips;
import io.github.dfserver.cli.output.Bar;
import io.github.dfserver.cli.output.FileJson;
import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Jobs;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.run.UsageException;
import io.github.dfserver.client.Content;
import io.github.dfserver.client.StoredFile;
import io.github.dfserver.client.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dfs put}. */
@Command(
    name = "put",
    description = {
      "Stores files under their own names.",
      "A name that is in use is never overwritten; one that has the same bytes already counts as"
          + " there."
    })
public final class Put implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files; - is standard input.")
  private List<String> files;

  @Option(
      names = "--to",
      paramLabel = "PREFIX",
      description = "What names begin with, such as backup/.")
  private String prefix = "";

  @Option(names = "--name", paramLabel = "NAME", description = "The name of the only file.")
  private String name;

  @Option(
      names = {"-r", "--recursive"},
      description =
          "Directories too. Their own name stays in the names of their files: photos gives"
              + " photos/a.jpg, and photos/. gives a.jpg.")
  private boolean recursive;

  @Option(names = "--follow", description = "Symbolic links stand for what they point to.")
  private boolean follow;

  @Option(names = "--type", paramLabel = "TYPE", description = "Media type; else by the name.")
  private String type;

  @Mixin private Jobs jobs;

  /** In a session. */
  public Put(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (name != null && files.size() != 1) {
      throw new UsageException("--name is for one file; --to PREFIX is for several.");
    }
    if (files.contains("-") && (files.size() != 1 || name == null)) {
      throw new UsageException("Standard input needs a name: dfs put - --name NAME.");
    }
    if (files.get(0).equals("-")) {
      return putInput();
    }
    try (Batch batch = jobs.batch(session);
        Bar bar = session.output().bar("put", total())) {
      Sending sending = new Sending(session, bar, type);
      for (String file : files) {
        put(Path.of(file), batch, bar, sending);
      }
      return batch.finish();
    }
  }

  /** How many bytes there are, if somebody sees it. */
  private long total() throws IOException {
    if (!session.output().showsBars() || files.contains("-")) {
      return -1;
    }
    long total = 0;
    for (String file : files) {
      Path path = Path.of(file);
      if (Files.isDirectory(path) && recursive) {
        LocalTree tree = new LocalTree(path, follow, new Silent());
        while (tree.hasNext()) {
          session.interruption().check();
          total += tree.next().size();
        }
      } else if (Files.isRegularFile(path)) {
        total += Files.size(path);
      }
    }
    return total;
  }

  /** Not in a batch: nothing ends a read of standard input, so Ctrl-C must not wait for it. */
  private int putInput() {
    Content content = Content.of(session.in());
    try (Bar bar = session.output().bar("put", -1)) {
      StoredFile stored =
          session
              .client()
              .put(
                  prefix + name,
                  type == null ? content : content.withType(type),
                  new Transfer(bar.transfer(), session.interruption().cancellation()));
      Json event = Json.of("event", "stored").with("name", stored.name());
      session
          .output()
          .event(
              event.with("size", stored.size()).with("file", FileJson.of(stored)),
              "stored " + stored.name());
      return ExitCode.OK;
    }
  }

  private void put(Path path, Batch batch, Bar bar, Sending sending) {
    String own = ownName(path);
    try {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      if (!Files.isDirectory(path)) {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        LocalFile file = new LocalFile(own, path, attributes.size(), attributes.lastModifiedTime());
        put(file, prefix + (name == null ? own : name), batch, bar, sending);
        return;
      }
      if (!recursive) {
        throw new UsageException("'" + path + "' is a directory; -r puts what is in it.");
      }
      putTree(path, prefix + Names.folder(name == null ? own : name), batch, bar, sending);
    } catch (IOException | UsageException e) {
      batch.failed(path.toString(), e);
    }
  }

  private void putTree(Path directory, String under, Batch batch, Bar bar, Sending sending)
      throws IOException {
    LocalTree tree =
        new LocalTree(
            directory,
            follow,
            new Skips() {
              @Override
              public void skipped(String skipped, String why) {
                session.output().note("left out: " + directory.resolve(skipped) + ": " + why);
              }

              @Override
              public void failed(String failed, Exception e) {
                batch.failed(directory.resolve(failed).toString(), e);
              }
            });
    while (tree.hasNext() && !batch.stopped()) {
      LocalFile file = tree.next();
      put(file, under + file.name(), batch, bar, sending);
    }
  }

  private void put(LocalFile file, String full, Batch batch, Bar bar, Sending sending) {
    batch.execute(
        full,
        () -> {
          StoredFile stored = sending.send(file, full, null).stored();
          if (stored == null) {
            bar.moved(file.size());
            batch.done("present", full, file.size(), null);
          } else {
            batch.done("stored", full, stored.size(), FileJson.of(stored));
          }
        });
  }

  /** Empty for {@code .} and the like: then only what is in it counts. */
  private static String ownName(Path path) {
    Path last = path.getFileName();
    String text = last == null ? "" : last.toString();
    return text.equals(".") || text.equals("..") ? "" : text;
  }

  private static final class Silent implements Skips {
    @Override
    public void skipped(String name, String why) {
      // is told when the files are put
    }

    @Override
    public void failed(String name, Exception e) {
      // is told when the files are put
    }
  }
}
