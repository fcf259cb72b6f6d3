package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.load.LoadCommand.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

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
  private final Profiles profiles;

  SmallFiles(BenchmarkOptions options, Load load, Servers servers, PrintStream out) {
    this.options = options;
    this.load = load;
    this.all = inTurn(servers.stores(), servers.yardsticks());
    this.out = out;
    this.profiles = new Profiles(options, out);
  }

  /** A yardstick after each store, as far as there are any, so that close in time is compared. */
  private static List<Subject> inTurn(List<Subject> stores, List<Subject> yardsticks) {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < Math.max(stores.size(), yardsticks.size()); i++) {
      subjects.addAll(stores.subList(Math.min(i, stores.size()), Math.min(i + 1, stores.size())));
      subjects.addAll(
          yardsticks.subList(Math.min(i, yardsticks.size()), Math.min(i + 1, yardsticks.size())));
    }
    return subjects;
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

  /** Each subject gets all its workloads by turns; what has no compiler to warm is soon done. */
  private void warmUp(List<Workload> workloads)
      throws IOException, InterruptedException, TimeoutException {
    out.println("Warming up for " + options.warmup().toSeconds() + " s each");
    long slices = (options.warmup().toMillis() + SLICE_MILLIS - 1) / SLICE_MILLIS;
    for (int slice = 0; slice < slices; slice++) {
      for (Subject subject : all) {
        List<Workload> own =
            workloads.stream().filter(workload -> workload.subject().equals(subject)).toList();
        if (slice < own.size() || !subject.name().equals(Servers.NGINX)) {
          load(own.get(slice % own.size()), WARMUP_CLIENTS, Duration.ofMillis(SLICE_MILLIS));
        }
      }
    }
  }

  private Sample load(Workload workload, int clients, Duration time)
      throws IOException, InterruptedException, TimeoutException {
    return load.small(workload.subject(), workload.kind(), clients, time, options.files());
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
        Sample sample = load(workload, clients, options.measure());
        rows.get(i).samples().add(sample);
        out.printf(
            "%s, %d clients, round %d, %s: %.0f a second%n",
            part, clients, round + 1, workload.name(), sample.result().rate());
      }
    }
    if (profiles.wanted()) {
      for (Workload workload : workloads) {
        profiles.take(
            workload.subject(),
            part + " " + clients,
            () -> load(workload, clients, options.measure()));
      }
    }
    return rows;
  }
}
