package io.github.dfserver.cli.list;

import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Periods;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.run.UsageException;
import io.github.dfserver.client.Link;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dfs link}. */
@Command(
    name = "link",
    description = "Makes a link by which anybody can read one file for some time.")
public final class LinkTo implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The file.")
  private String name;

  @Option(
      names = "--expires",
      paramLabel = "PERIOD",
      description = "How long it is good: 30s, 10m, 12h, 7d at most; ${DEFAULT-VALUE}.")
  private String validity = "1h";

  @Option(
      names = "--revoke-all",
      description = "Instead: all links that were made so far are good no longer.")
  private boolean revoke;

  /** In a session. */
  public LinkTo(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (revoke == (name != null)) {
      throw new UsageException("Name a file, or give --revoke-all.");
    }
    if (revoke) {
      session.client().revokeLinks();
      session.output().event(Json.of("event", "revoked"), "no link is good any more");
      return ExitCode.OK;
    }
    Link link = session.client().link(name, Periods.parse(validity));
    session
        .output()
        .answer(
            Json.of("url", link.url())
                .with("name", link.filename())
                .with("expiresAt", link.expiresAt()),
            link.url().toString());
    return ExitCode.OK;
  }
}
