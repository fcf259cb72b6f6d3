package io.github.dfserver.benchmark.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the micro-benchmarks of this package. */
public final class MicroBenchmarks {
  /** The system property that names the directory for what they write. */
  static final String DIRECTORY = "benchmark.micro.directory";

  private MicroBenchmarks() {}

  /** Prints what is measured and writes it to {@code micro.json} in this directory. */
  public static void run(Path directory) throws IOException, RunnerException {
    Files.createDirectories(directory);
    new Runner(
            new OptionsBuilder()
                .include(MicroBenchmarks.class.getPackageName() + "\\..*")
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .timeout(TimeValue.minutes(2))
                .jvmArgsAppend("-D" + DIRECTORY + "=" + directory)
                .resultFormat(ResultFormatType.JSON)
                .result(directory.resolve("micro.json").toString())
                .build())
        .run();
  }
}
