package io.github.dfserver.benchmark;

import io.github.dfserver.it.server.ManagerServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is measured and for how long. Each comes from the system property {@code benchmark.NAME}.
 *
 * @param parts {@code only}: the parts, separated by commas; default: all
 * @param warmup {@code warmup}: seconds of load on each server before anything counts
 * @param measure {@code measure}: seconds of counting in each round
 * @param rounds {@code rounds}: how often each server is measured, in turn with the others
 * @param clients {@code clients}: numbers of clients, separated by commas
 * @param nodes {@code nodes}: storage nodes of each manager
 * @param files {@code files}: how many small files downloads choose from
 * @param joinFiles {@code join.files}: how many files there are when a node joins
 * @param joinBytes {@code join.bytes}: bytes of each of them
 * @param records {@code records}: how many files one node has in the part of that name
 * @param largeBytes {@code large}: MiB of the large file
 * @param managerJvm {@code manager.jvm}: options of the manager's JVM, and of the yardstick's
 * @param nodeJvm {@code node.jvm}: options of the nodes' JVMs
 * @param servers {@code servers}: what else than Payara Micro managers are measured on, by the
 *     names of {@link ManagerServer#of}, separated by commas; default: nothing
 * @param nginx {@code nginx}: the path of nginx; default: searched
 * @param profile {@code profile}: event that async-profiler samples in the manager; default: none
 * @param limit {@code limit}: minutes after which the whole run is given up
 * @param directory {@code directory}: where data and results go
 * @param packaging {@code packaging}: where the manager's build keeps its server
 */
record BenchmarkOptions(
    Set<Part> parts,
    Duration warmup,
    Duration measure,
    int rounds,
    List<Integer> clients,
    int nodes,
    int files,
    int joinFiles,
    int joinBytes,
    int records,
    long largeBytes,
    List<String> managerJvm,
    List<String> nodeJvm,
    List<String> servers,
    String nginx,
    String profile,
    Duration limit,
    Path directory,
    Path packaging) {

  /**
   * Reads them.
   *
   * @param property gives the value of a property, or null or nothing where it is not set
   * @throws IllegalArgumentException with a sentence when a value cannot be used
   */
  static BenchmarkOptions read(UnaryOperator<String> property) {
    Values values = new Values(property);
    boolean quick = Boolean.parseBoolean(values.text("quick", "false"));
    return new BenchmarkOptions(
        parts(values.text("only", "")),
        Duration.ofSeconds(values.number("warmup", quick ? 30 : 60)),
        Duration.ofSeconds(values.number("measure", quick ? 3 : 5)),
        (int) values.number("rounds", quick ? 2 : 3),
        Arrays.stream(values.text("clients", quick ? "16" : "1,16,64").split(",", -1))
            .map(Integer::valueOf)
            .toList(),
        (int) values.number("nodes", 3),
        (int) values.number("files", quick ? 1000 : 4000),
        (int) values.number("join.files", quick ? 3000 : 30_000),
        (int) values.number("join.bytes", Load.SMALL_BYTES),
        (int) values.number("records", quick ? 100_000 : 1_000_000),
        values.number("large", quick ? 256 : 1024) << 20,
        words(values.text("manager.jvm", "-Xmx256m")),
        words(values.text("node.jvm", "-Xmx64m")),
        names(values.text("servers", "")),
        values.text("nginx", ""),
        values.text("profile", ""),
        Duration.ofMinutes(values.number("limit", 60)),
        Path.of(values.text("directory", "benchmark/target/benchmark")).toAbsolutePath(),
        Path.of(values.text("packaging", "manager-war/target/packaging")).toAbsolutePath());
  }

  private static Set<Part> parts(String titles) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    if (titles.isEmpty()) {
      parts.addAll(EnumSet.of(Part.SMALL_DOWNLOAD, Part.SMALL_UPLOAD, Part.LARGE));
    } else {
      Arrays.stream(titles.split(",", -1)).map(Part::of).forEach(parts::add);
    }
    return parts;
  }

  private static List<String> names(String text) {
    return Arrays.stream(text.split(",", -1)).filter(name -> !name.isBlank()).toList();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" +", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /** Whether the product is measured beside others. */
  boolean compares() {
    return small() || parts.contains(Part.LARGE);
  }

  /** Whether small files are measured. */
  boolean small() {
    return parts.contains(Part.SMALL_DOWNLOAD) || parts.contains(Part.SMALL_UPLOAD);
  }

  private record Values(UnaryOperator<String> property) {
    String text(String name, String standard) {
      String value = property.apply("benchmark." + name);
      return value == null || value.isBlank() ? standard : value.strip();
    }

    long number(String name, long standard) {
      String value = text(name, Long.toString(standard));
      if (!value.matches("\\d{1,9}")) {
        throw new IllegalArgumentException(
            "benchmark." + name + " is '" + value + "', but it has to be a number.");
      }
      return Long.parseLong(value);
    }
  }
}
