package io.github.dfserver.cli.config;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has; filled by picocli. What was not given is null or false. */
public final class GlobalOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      split = ",",
      scope = ScopeType.INHERIT,
      order = 900,
      description = "Base URL of a manager; several of one cluster, separated by commas.")
  List<String> servers;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 901,
      description = "Holds the token to sign in with, and nothing else.")
  Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 902,
      description = "Certificates (PEM) of the only authorities whose word counts for https.")
  Path ca;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 903,
      description = "Settings; config.properties in ~/.config/dfs unless given.")
  Path config;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      order = 903,
      description = "How often what may go better later is tried, seconds apart; 6 unless given.")
  int attempts = 6;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      order = 904,
      description = "Answers in JSON, one object a line.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      order = 905,
      description = "No progress, and no word of what went well.")
  boolean quiet;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      order = 906,
      description = "Shows where in the program an error came from.")
  boolean debug;

  @Option(
      names = "--help",
      usageHelp = true,
      scope = ScopeType.INHERIT,
      order = 907,
      description = "Tells about a command.")
  boolean help;

  @Option(names = "--version", versionHelp = true, order = 908, description = "Tells the version.")
  boolean version;

  /** Whether answers are JSON. */
  public boolean json() {
    return json;
  }

  /** Whether only errors and what was asked for are told. */
  public boolean quiet() {
    return quiet;
  }

  /** Whether stack traces are wanted. */
  public boolean debug() {
    return debug;
  }
}
