package io.github.dfserver.benchmark.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The load generator's process: reads a {@link LoadCommand} a line, answers each with the line of a
 * {@link LoadResult}, and ends with its standard input.
 */
public final class LoadGenerator {
  private LoadGenerator() {}

  /** Runs until the input ends. */
  public static void main(String[] args) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(run(LoadCommand.parse(line)).line());
    }
  }

  private static LoadResult run(LoadCommand command) {
    try {
      return switch (command.kind()) {
        case GET, PUT -> new SmallLoad(command).run();
        case GET_LARGE, PUT_LARGE -> new LargeLoad(command).run();
      };
    } catch (IOException | UncheckedIOException e) {
      return new LoadResult(0, 1, 0, 0, 0, 1, 0, e.toString());
    }
  }
}
