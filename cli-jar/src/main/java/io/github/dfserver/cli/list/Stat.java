package io.github.dfserver.cli.list;

import io.github.dfserver.cli.output.FileJson;
import io.github.dfserver.cli.output.Sizes;
import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Failure;
import io.github.dfserver.cli.run.Failures;
import io.github.dfserver.cli.run.Folders;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.client.Listing;
import io.github.dfserver.client.StoredFile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dfs stat}. */
@Command(name = "stat", description = "Tells all that is known of files.")
public final class Stat implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Files.")
  private List<String> names;

  /** In a session. */
  public Stat(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    int exit = ExitCode.OK;
    for (String name : names) {
      Optional<StoredFile> file = find(name);
      if (file.isPresent()) {
        tell(file.get());
      } else {
        exit = names.size() == 1 ? ExitCode.NOT_FOUND : ExitCode.FAILED;
        Failures.tell(
            session.output(),
            name,
            Folders.explain(
                session,
                name,
                Failure.of("There is no file of this name.", ExitCode.NOT_FOUND),
                ": dfs ls " + name + "/ lists it."));
      }
    }
    return exit;
  }

  /** A name comes before all that begin with it. */
  private Optional<StoredFile> find(String name) {
    try (Stream<StoredFile> files = session.client().list(Listing.under(name).withPageSize(1))) {
      return files.findFirst().filter(file -> file.name().equals(name));
    }
  }

  private void tell(StoredFile file) {
    session
        .output()
        .answer(
            FileJson.of(file),
            """
            name     %s
            size     %d (%s)
            sha256   %s
            type     %s
            node     %s
            created  %s
            id       %s"""
                .formatted(
                    file.name(),
                    file.size(),
                    Sizes.text(file.size()),
                    file.sha256(),
                    file.contentType(),
                    file.node(),
                    file.createdAt(),
                    file.id()));
  }
}
