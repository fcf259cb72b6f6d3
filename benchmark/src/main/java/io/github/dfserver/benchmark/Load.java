package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.load.LoadCommand;
import io.github.dfserver.benchmark.load.LoadCommand.Kind;
import io.github.dfserver.benchmark.load.LoadResult;
import io.github.dfserver.benchmark.server.GeneratorProcess;
import io.github.dfserver.benchmark.server.ProcessTimes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/** Puts load on subjects and takes the time of everybody's processors meanwhile. */
final class Load {
  static final int SMALL_BYTES = 4096;

  private static final Duration LONGEST_FILL = Duration.ofMinutes(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LARGE_PATIENCE = Duration.ofMinutes(10);
  private static final long LEAD_MILLIS = 500;

  private final GeneratorProcess generator;

  Load(GeneratorProcess generator) {
    this.generator = generator;
  }

  /** Small files, up or down, for this long. */
  Sample small(Subject subject, Kind kind, int clients, Duration measure, int files)
      throws IOException, InterruptedException, TimeoutException {
    return small(subject, kind, clients, measure, files, SMALL_BYTES);
  }

  /** The same, with files of so many bytes. */
  Sample small(Subject subject, Kind kind, int clients, Duration measure, int files, int bytes)
      throws IOException, InterruptedException, TimeoutException {
    boolean upload = kind == Kind.PUT;
    return run(
        subject,
        new LoadCommand(
            kind,
            subject.server().port(),
            clients,
            upload ? subject.uploads() : subject.downloads(),
            upload ? subject.next().get() : files,
            bytes,
            LEAD_MILLIS,
            measure.toMillis(),
            0),
        measure.plus(PATIENCE));
  }

  /** Uploads the files that downloads choose from. */
  void fill(Subject subject, int files) throws IOException, InterruptedException, TimeoutException {
    if (subject.keeps()) {
      fill(subject, files, 16, SMALL_BYTES, LONGEST_FILL);
    }
  }

  /** The same, from so many clients and with files of so many bytes. */
  void fill(Subject subject, int files, int clients, int bytes, Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    run(
        subject,
        new LoadCommand(
            Kind.PUT,
            subject.server().port(),
            clients,
            subject.downloads(),
            0,
            bytes,
            0,
            limit.toMillis(),
            files),
        limit.plus(PATIENCE));
  }

  /** One large file, up or down. */
  Sample large(Subject subject, Kind kind, String name, long bytes)
      throws IOException, InterruptedException, TimeoutException {
    return run(
        subject,
        new LoadCommand(kind, subject.server().port(), 1, subject.root() + name, 0, bytes, 0, 0, 1),
        LARGE_PATIENCE);
  }

  private Sample run(Subject subject, LoadCommand command, Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    Map<String, List<Long>> processes = new TreeMap<>(subject.server().processes());
    processes.put("generator", List.of(generator.pid()));
    Map<String, OptionalLong> before = new TreeMap<>();
    processes.forEach((name, pids) -> before.put(name, ProcessTimes.cpuMicros(pids)));
    Optional<ProcessTimes.Machine> began = ProcessTimes.machine();
    LoadResult result = generator.run(command, limit);
    Optional<ProcessTimes.Machine> ended = ProcessTimes.machine();
    if (command.kind() == Kind.PUT) {
      subject.next().addAndGet(result.issued());
    }
    if (result.errors() > 0) {
      throw new IOException(
          subject.name()
              + ", "
              + command.line()
              + ": "
              + result.errors()
              + " of "
              + result.all()
              + " answers were wrong. The first: "
              + result.firstError());
    }
    Map<String, Double> cpu = new TreeMap<>();
    processes.forEach(
        (name, pids) -> {
          OptionalLong after = ProcessTimes.cpuMicros(pids);
          if (after.isPresent() && before.get(name).isPresent()) {
            cpu.put(
                name,
                (after.getAsLong() - before.get(name).getAsLong())
                    / (double) Math.max(1, result.all()));
          }
        });
    double own = cpu.values().stream().mapToDouble(Double::doubleValue).sum() * result.all();
    return new Sample(result, cpu, others(began, ended, own));
  }

  private static double others(
      Optional<ProcessTimes.Machine> began, Optional<ProcessTimes.Machine> ended, double own) {
    if (began.isEmpty() || ended.isEmpty() || ended.get().total() == began.get().total()) {
      return 0;
    }
    double busy = ended.get().busy() - began.get().busy();
    return Math.max(0, (busy - own) / (ended.get().total() - began.get().total()));
  }
}
