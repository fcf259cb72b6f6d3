package io.github.dfserver.cli.run;

/** What a program ends with, for scripts. */
public final class ExitCode {
  /** All was done. */
  public static final int OK = 0;

  /** Something was not done, or there are differences. */
  public static final int FAILED = 1;

  /** Options, arguments or settings are wrong. */
  public static final int USAGE = 2;

  /** There is no such file or node. */
  public static final int NOT_FOUND = 3;

  /** No manager answers, or it cannot serve now. */
  public static final int UNAVAILABLE = 4;

  /** A fault of the server's, or damaged bytes. */
  public static final int FAULT = 5;

  /** No credentials, wrong ones, or not enough. */
  public static final int NOT_AUTHORIZED = 9;

  /** Called off: Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
