package io.github.dfserver.it.faults;

import io.github.dfserver.it.check.HistoryCheck;
import io.github.dfserver.it.check.Violation;
import io.github.dfserver.it.history.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code mvn -Pfaults}: one run a seed. */
public final class Faults {
  private static final int MOST_PRINTED = 10;

  private Faults() {}

  /**
   * Runs seed by seed; the exit status is 1 when any found something wrong.
   *
   * @param args {@code --seeds 1-50} or {@code 3,7}; {@code --seconds 30}; {@code --managers N},
   *     {@code --nodes N} and {@code --catalogue mongodb} or {@code embedded}, which come from the
   *     seed otherwise; {@code --directory target/faults}; {@code --port 25000}, from where on
   *     ports are looked for; or {@code --check FILE}, which only judges a history that was kept
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    FaultOptions options = FaultOptions.parse(args);
    if (options.history().isPresent()) {
      List<Violation> found = HistoryCheck.check(History.load(options.history().get()));
      found.forEach(System.out::println);
      System.exit(found.isEmpty() ? 0 : 1);
    }
    List<Long> failed = new ArrayList<>();
    for (long seed : options.seeds()) {
      if (!run(seed, options).isEmpty()) {
        failed.add(seed);
      }
    }
    System.out.printf(
        "faults: %d of %d seeds found something wrong%s%n",
        failed.size(), options.seeds().size(), failed.isEmpty() ? "" : ": " + failed);
    System.exit(failed.isEmpty() ? 0 : 1);
  }

  /** Runs one seed, and prints what it did and what is wrong. */
  static List<Violation> run(long seed, FaultOptions options)
      throws IOException, InterruptedException {
    Layout layout = options.layout(seed);
    System.out.printf("faults: seed %d, %d s, %s%n", seed, options.seconds(), layout);
    FaultRun run = new FaultRun(seed, options.seconds(), layout);
    List<Violation> found = run.run();
    System.out.println("  " + run.summary());
    if (found.isEmpty()) {
      System.out.println("  all as promised");
      return found;
    }
    found.stream().limit(MOST_PRINTED).forEach(wrong -> System.out.println("  WRONG " + wrong));
    System.out.printf(
        "  seed %d found %d things wrong; all of it is in %s%n  again: %s%n",
        seed, found.size(), layout.directory(), options.replay(seed));
    return found;
  }
}
