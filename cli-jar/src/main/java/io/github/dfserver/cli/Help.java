package io.github.dfserver.cli;

import io.github.dfserver.cli.run.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dfs help}; picocli's own knows options that all commands have here. */
@Command(name = "help", description = "Tells about a command.")
final class Help implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Such as: node drain.")
  private List<String> words = List.of();

  Help() {}

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(spec.commandLine(), "There is no command '" + word + "'");
      }
      command = next;
    }
    command.usage(command.getOut());
    return ExitCode.OK;
  }
}
