package io.github.dfserver.cli.balance;

import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.client.Balance;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dfs balance}. */
@Command(name = "balance", description = "How even the nodes are.")
public final class BalanceCommand {
  private final Session session;

  /** In a session. */
  public BalanceCommand(Session session) {
    this.session = session;
  }

  @Command(name = "status", description = "Tells how even the nodes are.")
  int status() {
    tell(session.client().balance());
    return ExitCode.OK;
  }

  @Command(name = "pause", description = "Stops moves, until they are resumed.")
  int pause() {
    tell(session.client().pauseBalance());
    return ExitCode.OK;
  }

  @Command(name = "resume", description = "Lets files move again.")
  int resume() {
    tell(session.client().resumeBalance());
    return ExitCode.OK;
  }

  @Command(name = "watch", description = "Tells it again and again, until nothing is left to move.")
  int watch(
      @Option(
              names = "--every",
              paramLabel = "SECONDS",
              description = "How often; 2 unless given.",
              defaultValue = "2")
          int seconds) {
    Balance balance = session.client().balance();
    tell(balance);
    while (balance.movesInFlight() + balance.movesPending() > 0) {
      session.interruption().pause(Duration.ofSeconds(Math.max(1, seconds)));
      balance = session.client().balance();
      tell(balance);
    }
    return ExitCode.OK;
  }

  private void tell(Balance balance) {
    String eta = balance.eta().map(left -> left.toSeconds() + " s left").orElse("time unknown");
    session
        .output()
        .answer(
            Json.of("spread", balance.spread())
                .with("movesInFlight", balance.movesInFlight())
                .with("movesPending", balance.movesPending())
                .with("paused", balance.paused())
                .with("etaSeconds", balance.eta().map(Duration::toSeconds).orElse(null)),
            "spread %d, %d moving, %d to move, %s%s"
                .formatted(
                    balance.spread(),
                    balance.movesInFlight(),
                    balance.movesPending(),
                    eta,
                    balance.paused() ? ", paused" : ""));
  }
}
