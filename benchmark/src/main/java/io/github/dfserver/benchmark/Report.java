package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.server.ProcessTimes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the rows as tables of Markdown. */
final class Report {
  static final String JAXRS_GET = "empty JAX-RS resource, GET";

  private static final int AIM_CLIENTS = 16;

  private final List<Row> rows;
  private final StringBuilder text = new StringBuilder();

  private Report(List<Row> rows) {
    this.rows = rows;
  }

  static String of(BenchmarkOptions options, String machine, List<Row> rows, Servers servers) {
    Report report = new Report(rows);
    report.head(options, machine);
    report.aims();
    report.small(SmallFiles.DOWNLOADS, Servers.JAXRS);
    report.small(SmallFiles.UPLOADS, JAXRS_GET);
    report.large();
    report.memory(servers);
    return report.text.toString();
  }

  private void head(BenchmarkOptions options, String machine) {
    line("# Benchmark");
    line("");
    line("%s.", machine);
    line("");
    line(
        "%d nodes, manager %s, nodes %s; warm-up %d s, %d rounds of %d s, medians of the rounds; "
            + "large file of %d MiB.",
        options.nodes(),
        String.join(" ", options.managerJvm()),
        String.join(" ", options.nodeJvm()),
        options.warmup().toSeconds(),
        options.rounds(),
        options.measure().toSeconds(),
        options.largeBytes() >> 20);
    line("");
    double[] others =
        rows.stream()
            .flatMap(row -> row.samples().stream())
            .mapToDouble(Sample::others)
            .sorted()
            .toArray();
    if (others.length > 0) {
      line(
          "Others took %.0f %% of the processors in the median of all rounds, %.0f %% in the worst.",
          100 * others[others.length / 2], 100 * others[others.length - 1]);
    }
  }

  private void aims() {
    line("");
    line("| aim | wanted | measured | |");
    line("|---|---|---|---|");
    aim(
        "small downloads / " + Servers.JAXRS,
        SmallFiles.DOWNLOADS,
        AIM_CLIENTS,
        Servers.JAXRS,
        0.6);
    aim("small durable uploads / " + JAXRS_GET, SmallFiles.UPLOADS, AIM_CLIENTS, JAXRS_GET, 0.3);
    aim("large downloads / nginx", LargeFiles.DOWNLOADS, 1, Servers.NGINX, 0.5);
    aim("large uploads / nginx", LargeFiles.UPLOADS, 1, Servers.NGINX, 0.8);
  }

  private void aim(String name, String part, int clients, String yardstick, double wanted) {
    Optional<Row> product = row(part, clients, Servers.FSYNC);
    Optional<Row> other = row(part, clients, yardstick);
    if (product.isPresent() && other.isPresent()) {
      double share = product.get().shareOf(other.get());
      line("| %s | %.2f | %.2f | %s |", name, wanted, share, share >= wanted ? "met" : "missed");
    }
  }

  private void small(String part, String yardstick) {
    if (rows.stream().noneMatch(row -> row.part().equals(part))) {
      return;
    }
    line("");
    line("## %s", part);
    line("");
    line(
        "| clients | server | a second | / JAX-RS | p50 ms | p99 ms | CPU microseconds a request"
            + " |");
    line("|---|---|---|---|---|---|---|");
    for (Row row : rows) {
      if (row.part().equals(part)) {
        line(
            "| %d | %s | %,.0f | %s | %.2f | %.2f | %s |",
            row.clients(),
            row.name(),
            row.rate(),
            share(row, yardstick),
            row.median(sample -> sample.result().p50() / 1e6),
            row.median(sample -> sample.result().p99() / 1e6),
            cpu(row, 1, "%s %.0f"));
      }
    }
  }

  private void large() {
    if (rows.stream().noneMatch(row -> row.part().equals(LargeFiles.UPLOADS))) {
      return;
    }
    line("");
    line("## One large file");
    line("");
    line("| what | server | MB/s | / nginx | CPU milliseconds a file |");
    line("|---|---|---|---|---|");
    for (Row row : rows) {
      if (row.part().equals(LargeFiles.UPLOADS) || row.part().equals(LargeFiles.DOWNLOADS)) {
        line(
            "| %s | %s | %,.0f | %s | %s |",
            row.part(),
            row.name(),
            row.rate() / 1e6,
            share(row, Servers.NGINX),
            cpu(row, 1000, "%s %,.0f"));
      }
    }
  }

  private void memory(Servers servers) {
    line("");
    line("## Peak resident memory of each process");
    line("");
    line("| server | process | MiB |");
    line("|---|---|---|");
    servers
        .running()
        .forEach(
            (server, processes) ->
                new TreeMap<>(processes.processes())
                    .forEach((name, pids) -> line("| %s | %s | %s |", server, name, peaks(pids))));
  }

  private static String peaks(List<Long> pids) {
    return pids.stream()
        .map(ProcessTimes::peakResidentKib)
        .filter(OptionalLong::isPresent)
        .map(kib -> Long.toString(kib.getAsLong() / 1024))
        .collect(Collectors.joining(", "));
  }

  private String share(Row row, String yardstick) {
    return row(row.part(), row.clients(), yardstick)
        .map(other -> String.format(Locale.ROOT, "%.2f", row.shareOf(other)))
        .orElse("-");
  }

  private static String cpu(Row row, double divisor, String format) {
    Map<String, Double> cpu = row.cpu();
    return cpu.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, format, e.getKey(), e.getValue() / divisor))
        .collect(Collectors.joining(", "));
  }

  private Optional<Row> row(String part, int clients, String name) {
    return rows.stream()
        .filter(row -> row.part().equals(part) && row.clients() == clients)
        .filter(row -> row.name().equals(name))
        .findFirst();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
