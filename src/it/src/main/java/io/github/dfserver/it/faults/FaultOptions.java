package io.github.dfserver.it.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * What {@link Faults} is asked for.
 *
 * @param seeds one run each
 * @param seconds how long there are faults in a run
 * @param managers how many; from the seed where it is empty
 * @param nodes how many at the beginning; from the seed where it is empty
 * @param mongodb whether the catalogue is in a MongoDB; from the seed where it is empty
 * @param directory below which a run has {@code seed-N}
 * @param firstPort from where on ports are looked for
 * @param history a history that was kept and is only to be judged
 */
record FaultOptions(
    List<Long> seeds,
    long seconds,
    OptionalInt managers,
    OptionalInt nodes,
    Optional<Boolean> mongodb,
    Path directory,
    int firstPort,
    Optional<Path> history) {

  /** Copies the list. */
  FaultOptions {
    seeds = List.copyOf(seeds);
  }

  /** The short form: these seeds, everything else from them. */
  static FaultOptions of(List<Long> seeds, long seconds, Path directory) {
    return new FaultOptions(
        seeds,
        seconds,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        directory,
        25_000,
        Optional.empty());
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a sentence when it makes no sense
   */
  static FaultOptions parse(String... args) {
    FaultOptions options = of(List.of(1L), 30, Path.of("target", "faults"));
    for (int i = 0; i + 1 < args.length; i += 2) {
      options = options.with(args[i], args[i + 1]);
    }
    if (args.length % 2 == 1) {
      throw new IllegalArgumentException(args[args.length - 1] + " needs a value");
    }
    return options;
  }

  private FaultOptions with(String name, String value) {
    return switch (name) {
      case "--seeds" ->
          new FaultOptions(
              seeds(value), seconds, managers, nodes, mongodb, directory, firstPort, history);
      case "--seconds" ->
          new FaultOptions(
              seeds,
              Long.parseLong(value),
              managers,
              nodes,
              mongodb,
              directory,
              firstPort,
              history);
      case "--managers" ->
          new FaultOptions(
              seeds, seconds, number(value), nodes, mongodb, directory, firstPort, history);
      case "--nodes" ->
          new FaultOptions(
              seeds, seconds, managers, number(value), mongodb, directory, firstPort, history);
      case "--catalogue" ->
          new FaultOptions(
              seeds, seconds, managers, nodes, catalogue(value), directory, firstPort, history);
      case "--directory" ->
          new FaultOptions(
              seeds, seconds, managers, nodes, mongodb, Path.of(value), firstPort, history);
      case "--port" ->
          new FaultOptions(
              seeds,
              seconds,
              managers,
              nodes,
              mongodb,
              directory,
              Integer.parseInt(value),
              history);
      case "--check" ->
          new FaultOptions(
              seeds,
              seconds,
              managers,
              nodes,
              mongodb,
              directory,
              firstPort,
              Optional.of(Path.of(value)));
      default -> throw new IllegalArgumentException(name + " is no option of the fault test");
    };
  }

  /** {@code 7}, {@code 1-50} or {@code 3,5,8-10}. */
  private static List<Long> seeds(String text) {
    List<Long> seeds = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split("-", 2);
      long last = Long.parseLong(ends[ends.length - 1]);
      for (long seed = Long.parseLong(ends[0]); seed <= last; seed++) {
        seeds.add(seed);
      }
    }
    return seeds;
  }

  /** Empty for {@code seed}, which is how a profile says that nothing was said. */
  private static OptionalInt number(String text) {
    return text.equals("seed") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  private static Optional<Boolean> catalogue(String text) {
    return switch (text) {
      case "seed" -> Optional.empty();
      case "mongodb" -> Optional.of(true);
      case "embedded" -> Optional.of(false);
      default ->
          throw new IllegalArgumentException(
              "--catalogue is mongodb, embedded or seed, not " + text);
    };
  }

  /** The cluster of a seed. */
  Layout layout(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 7919);
    int someNodes = 3 + random.nextInt(2);
    boolean inMongodb = mongodb.orElse(managers.orElse(1) > 1 || random.nextInt(10) < 6);
    int someManagers = inMongodb ? 1 + random.nextInt(3) : 1;
    return new Layout(
        directory.resolve("seed-" + seed).toAbsolutePath(),
        firstPort,
        managers.orElse(someManagers),
        nodes.orElse(someNodes),
        inMongodb);
  }

  /** The command that does one seed again. */
  String replay(long seed) {
    StringBuilder command =
        new StringBuilder("mvn -Pfaults -Dfaults.seed=" + seed + " -Dfaults.seconds=" + seconds);
    managers.ifPresent(count -> command.append(" -Dfaults.managers=").append(count));
    nodes.ifPresent(count -> command.append(" -Dfaults.nodes=").append(count));
    mongodb.ifPresent(
        in -> command.append(" -Dfaults.catalogue=").append(in ? "mongodb" : "embedded"));
    return command.toString();
  }
}
