package io.github.dfserver.cli;

import io.github.dfserver.cli.balance.BalanceCommand;
import io.github.dfserver.cli.config.GlobalOptions;
import io.github.dfserver.cli.config.Settings;
import io.github.dfserver.cli.list.LinkTo;
import io.github.dfserver.cli.list.Ls;
import io.github.dfserver.cli.list.Rm;
import io.github.dfserver.cli.list.Stat;
import io.github.dfserver.cli.node.NodeCommand;
import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.output.Output;
import io.github.dfserver.cli.output.Terminals;
import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Failure;
import io.github.dfserver.cli.run.Failures;
import io.github.dfserver.cli.run.Interruption;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.sync.Sync;
import io.github.dfserver.cli.sync.Verify;
import io.github.dfserver.cli.transfer.Get;
import io.github.dfserver.cli.transfer.Put;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** The command line of a Distributed File Server. */
@Command(
    name = Dfs.NAME,
    versionProvider = Dfs.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Files on a Distributed File Server.",
    footer = {
      "",
      "Server and credentials: --server, --token-file and --ca; else DFS_SERVER, DFS_TOKEN,"
          + " DFS_TOKEN_FILE and DFS_CA in the environment; else server, token, token-file and ca in"
          + " ~/.config/dfs/config.properties. The server is http://localhost:8000 unless named.",
      "",
      "With --json each line of an answer is a JSON object; of transfers each file is one, with"
          + " \"event\", and so is the summary at the end; errors are on standard error, one a line.",
      "",
      "Exit status: 0 done; 1 something was not done, or differs; 2 wrong options, arguments or"
          + " settings; 3 no such file or node; 4 no manager answers, or it cannot serve now; 5 a"
          + " fault of the server's, or damaged bytes; 9 not authorized; 130 Ctrl-C; 143 SIGTERM."
          + " Where several files went differently, it is 1."
    })
public final class Dfs {
  static final String NAME = "dfs";

  private static final int BUFFER = 64 * 1024;

  @Mixin final GlobalOptions options;

  private Dfs(GlobalOptions options) {
    this.options = options;
  }

  /** Runs one command, and ends with its exit code. */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Terminals terminals =
        Terminals.of(System.getProperty("dfs.terminals"), System.getenv("COLUMNS"));
    Interruption interruption = Interruption.ofProcess();
    int exit = run(arguments, System::getenv, System.in, out, err, terminals, interruption);
    out.flush();
    err.flush();
    interruption.end();
    System.exit(exit);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
        false,
        StandardCharsets.UTF_8);
  }

  /**
   * Runs one command.
   *
   * @param environment gives null for a variable that is not there
   * @return an exit code
   */
  static int run(
      String[] arguments,
      UnaryOperator<String> environment,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Terminals terminals,
      Interruption interruption) {
    GlobalOptions options = new GlobalOptions();
    Output output = new Output(out, err, terminals, options::json, options::quiet);
    try (Session session =
        new Session(
            () -> Settings.of(options, environment, output::note).client(options),
            environment,
            in,
            output,
            interruption)) {
      CommandLine commandLine = commandLine(options, session);
      return commandLine
          .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
          .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
          .setExecutionStrategy(
              parsed -> {
                logNothingUnless(options.debug());
                return new CommandLine.RunLast().execute(parsed);
              })
          .setParameterExceptionHandler((e, args) -> wrong(e, output))
          .setExecutionExceptionHandler((e, command, parsed) -> failed(e, options, output, err))
          .execute(arguments);
    }
  }

  /** All commands. */
  static CommandLine commandLine(GlobalOptions options, Session session) {
    CommandLine root =
        new CommandLine(new Dfs(options))
            .addSubcommand(new Put(session))
            .addSubcommand(new Get(session))
            .addSubcommand(new Ls(session))
            .addSubcommand(new Rm(session))
            .addSubcommand(new Stat(session))
            .addSubcommand(new Sync(session))
            .addSubcommand(new Verify(session))
            .addSubcommand(new LinkTo(session))
            .addSubcommand(new NodeCommand(session))
            .addSubcommand(new BalanceCommand(session))
            .addSubcommand(new Completion(session))
            .addSubcommand(new Help())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true);
    declared(root);
    return root;
  }

  /** Options are told of in the order in which they are declared, those of all commands last. */
  private static void declared(CommandLine command) {
    command.getCommandSpec().usageMessage().sortOptions(false);
    command.getSubcommands().values().forEach(Dfs::declared);
  }

  private static void logNothingUnless(boolean debug) {
    if (!debug) {
      LogManager.getLogManager().reset();
      Logger.getLogger("").setLevel(Level.OFF);
    }
  }

  private static int wrong(ParameterException e, Output output) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    output.error(
        Json.of("event", "failed").with("message", e.getMessage()).with("exitCode", ExitCode.USAGE),
        e.getMessage() + "; see " + command + " --help");
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, GlobalOptions options, Output output, PrintStream err) {
    Failure failure = Failure.of(e);
    Failures.tell(
        output,
        null,
        failure.interrupted() ? Failure.of("interrupted", failure.exitCode()) : failure);
    if (options.debug()) {
      e.printStackTrace(err);
      err.flush();
    }
    return failure.exitCode();
  }

  /** Reads the version out of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Dfs.class.getPackage().getImplementationVersion();
      return new String[] {"dfs " + (version == null ? "development" : version)};
    }
  }
}
