package io.github.dfserver.cli;

import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dfs completion}. */
@Command(
    name = "completion",
    description = {
      "Writes a script that completes commands and options. For this shell: eval \"$(dfs completion"
          + " bash)\"; for all: put that into ~/.bashrc, or with zsh into ~/.zshrc."
    })
final class Completion implements Callable<Integer> {
  /** What can be completed. */
  enum Shell {
    BASH,
    ZSH
  }

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell;

  Completion(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    // zsh runs the script of bash, once it was told how
    String start =
        shell == Shell.ZSH
            ? "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
            : "";
    String script = AutoComplete.bash(Dfs.NAME, spec.root().commandLine());
    session.output().bytes().write((start + script).getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
