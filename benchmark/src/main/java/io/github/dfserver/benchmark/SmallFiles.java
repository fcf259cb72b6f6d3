package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.load.LoadCommand.Kind;
import io.github.dfserver.benchmark.profile.Profiler;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Measures small files: all subjects in turn, and again, so that noise meets all of them alike. */
final class SmallFiles {
  static final String DOWNLOADS = "4 KiB downloads";
  static final String UPLOADS = "4 KiB uploads";

  private static final int WARMUP_CLIENTS = 16;
  private static final long SLICE_MILLIS = 2500;

  private final BenchmarkOptions options;
  private final Load load;
  private final List<Subject> all;
  private final PrintStream out;

  SmallFiles(BenchmarkOptions options, Load load, Servers servers, PrintStream out) {
    this.options = options;
    this.load = load;
    this.all = Stream.concat(servers.stores().stream(), servers.yardsticks().stream()).toList();
    this.out = out;
  }

  List<Row> measure() throws IOException, InterruptedException, TimeoutException {
    List<Workload> downloads =
        all.stream().map(subject -> new Workload(subject, Kind.GET, subject.name())).toList();
    List<Workload> uploads = new ArrayList<>();
    for (Subject subject : all) {
      uploads.add(new Workload(subject, Kind.PUT, subject.name()));
      if (subject.name().equals(Servers.JAXRS)) {
        uploads.add(new Workload(subject, Kind.GET, Report.JAXRS_GET));
      }
    }
    boolean down = options.parts().contains(Part.SMALL_DOWNLOAD);
    boolean up = options.parts().contains(Part.SMALL_UPLOAD);
    for (Subject subject : all) {
      out.println("Filling " + subject.name());
      load.fill(subject, options.files());
    }
    List<Workload> wanted = new ArrayList<>();
    wanted.addAll(down ? downloads : List.of());
    wanted.addAll(up ? uploads : List.of());
    warmUp(wanted);
    List<Row> rows = new ArrayList<>();
    for (int clients : options.clients()) {
      if (down) {
        rows.addAll(measure(DOWNLOADS, downloads, clients));
      }
      if (up) {
        rows.addAll(measure(UPLOADS, uploads, clients));
      }
    }
    return rows;
  }

  private void warmUp(List<Workload> workloads)
      throws IOException, InterruptedException, TimeoutException {
    out.println("Warming up for " + options.warmup().toSeconds() + " s each");
    long slices = (options.warmup().toMillis() + SLICE_MILLIS - 1) / SLICE_MILLIS;
    for (long slice = 0; slice < slices; slice++) {
      for (Workload workload : workloads) {
        load.small(
            workload.subject(),
            workload.kind(),
            WARMUP_CLIENTS,
            Duration.ofMillis(SLICE_MILLIS),
            options.files());
      }
    }
  }

  private List<Row> measure(String part, List<Workload> workloads, int clients)
      throws IOException, InterruptedException, TimeoutException {
    List<Row> rows =
        workloads.stream()
            .map(workload -> new Row(part, clients, workload.name(), new ArrayList<>()))
            .toList();
    for (int round = 0; round < options.rounds(); round++) {
      for (int i = 0; i < rows.size(); i++) {
        Workload workload = workloads.get(i);
        Sample sample = sample(workload, part, clients, round);
        rows.get(i).samples().add(sample);
        out.printf(
            "%s, %d clients, round %d, %s: %.0f a second%n",
            part, clients, round + 1, workload.name(), sample.result().rate());
      }
    }
    return rows;
  }

  /** The last round is profiled where that is asked for. */
  private Sample sample(Workload workload, String part, int clients, int round)
      throws IOException, InterruptedException, TimeoutException {
    List<Long> managers = workload.subject().server().processes().get("manager");
    boolean profiled =
        !options.profile().isEmpty() && managers != null && round == options.rounds() - 1;
    Profiler profiler = null;
    if (profiled) {
      profiler = new Profiler(options.profile(), options.directory().resolve("profile"));
      profiler.start(managers.get(0));
    }
    Sample sample =
        load.small(
            workload.subject(), workload.kind(), clients, options.measure(), options.files());
    if (profiled) {
      String name = workload.name() + " " + part + " " + clients + " clients";
      out.println("Profile: " + profiler.stop(managers.get(0), name.replaceAll("[ ,]+", "-")));
    }
    return sample;
  }

  /** What a subject is asked for, and what the report calls that. */
  private record Workload(Subject subject, Kind kind, String name) {}
}
