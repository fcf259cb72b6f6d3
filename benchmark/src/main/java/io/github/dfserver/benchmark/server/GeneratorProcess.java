package io.github.dfserver.benchmark.server;

import io.github.dfserver.benchmark.load.LoadCommand;
import io.github.dfserver.benchmark.load.LoadGenerator;
import io.github.dfserver.benchmark.load.LoadResult;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The load generator as seen from the process that started it. Not thread-safe. */
public final class GeneratorProcess implements AutoCloseable {
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader results;

  private GeneratorProcess(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.results = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts it. */
  public static GeneratorProcess start() throws IOException {
    Path classes;
    try {
      classes =
          Path.of(LoadGenerator.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    return new GeneratorProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                classes.toString(),
                LoadGenerator.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Has a command done.
   *
   * @param limit how long it may take; the process is killed when it takes longer
   */
  public LoadResult run(LoadCommand command, Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    commands.write(command.line());
    commands.newLine();
    commands.flush();
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return results.readLine();
              } catch (IOException e) {
                return null;
              }
            });
    try {
      String result = line.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (result == null) {
        throw new IOException("the load generator ended");
      }
      return LoadResult.parse(result);
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
