package io.github.dfserver.cli.run;

import picocli.CommandLine.Option;

/** How many things are done at a time; filled by picocli. */
public final class Jobs {
  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "How many at a time; ${DEFAULT-VALUE}.")
  private int count = 4;

  /** As many as picocli makes out of the options. */
  public Jobs() {}

  /**
   * A batch of as many.
   *
   * @throws UsageException it is less than one, or more than {@link Batch#MOST}
   */
  public Batch batch(Session session) {
    return new Batch(session, count);
  }
}
