package io.github.dfserver.it.support;

import io.github.dfserver.it.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A program that attacks servers, which a machine may have or not. */
public enum HostileProgram {
  /** Of the Python package of the same name. */
  SCHEMATHESIS("schemathesis", "pip install schemathesis"),

  /** Of Debian's package of the same name. */
  SLOWHTTPTEST("slowhttptest", "apt-get install slowhttptest");

  /** Long enough for ten thousand requests on a busy machine. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private final String command;
  private final String installation;

  HostileProgram(String command, String installation) {
    this.command = command;
    this.installation = installation;
  }

  /** Whether it is on the path, or where the system property {@code dfs.COMMAND} says. */
  public boolean isInstalled() {
    return path().isPresent();
  }

  /** Why a test is skipped. */
  public String missing() {
    return command + " is not installed (" + installation + ")";
  }

  private Optional<Path> path() {
    String told = System.getProperty("dfs." + command, "");
    Stream<Path> places =
        told.isEmpty()
            ? Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, command))
            : Stream.of(Path.of(told));
    return places.filter(Files::isExecutable).findFirst();
  }

  /** Starts it. */
  public ChildProcess start(Path directory, Consumer<String> lines, String... arguments)
      throws IOException {
    // The shell ends the program when this process ends, and so its standard input.
    String watched =
        "exec 3<&0; \"$@\" </dev/null & it=$!; (cat <&3 >/dev/null; kill $it 2>/dev/null) &"
            + " trap 'kill $it' TERM; wait $it";
    List<String> command = new ArrayList<>(List.of("sh", "-c", watched, "sh"));
    command.add(path().orElseThrow(() -> new IOException(missing())).toString());
    command.addAll(List.of(arguments));
    return ChildProcess.command(this.command, directory, command, lines);
  }

  /** Runs it to its end, however that is. */
  public void run(Path directory, Consumer<String> lines, String... arguments)
      throws IOException, InterruptedException, TimeoutException {
    try (ChildProcess process = start(directory, lines, arguments)) {
      process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }
}
