package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.profile.Profiler;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Has a load run once more, which does not count, while its manager and one node are sampled. */
final class Profiles {
  private final BenchmarkOptions options;
  private final PrintStream out;

  Profiles(BenchmarkOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** A load on a subject. */
  interface Run {
    void run() throws IOException, InterruptedException, TimeoutException;
  }

  /** Whether profiles are wanted. */
  boolean wanted() {
    return !options.profile().isEmpty();
  }

  /** Runs the load, and samples its subject when that is the product. */
  void take(Subject subject, String what, Run run)
      throws IOException, InterruptedException, TimeoutException {
    Map<String, Long> sampled = new LinkedHashMap<>();
    for (String process : List.of("manager", "nodes")) {
      subject.server().processes().getOrDefault(process, List.of()).stream()
          .findFirst()
          .ifPresent(pid -> sampled.put(process, pid));
    }
    if (sampled.isEmpty()) {
      return;
    }
    Profiler profiler = new Profiler(options.profile(), options.directory().resolve("profile"));
    for (long pid : sampled.values()) {
      profiler.start(pid);
    }
    run.run();
    for (Map.Entry<String, Long> process : sampled.entrySet()) {
      String name = String.join("-", subject.name(), what, process.getKey());
      out.println("Profile: " + profiler.stop(process.getValue(), name.replaceAll("[ ,]+", "-")));
    }
  }
}
