package io.github.dfserver.it.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process started by this one, of Java mostly. What it prints goes line by line to a consumer. It
 * ends when this process ends, however that happens. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
  /** How long a process may take to end by itself once it was told to. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final Process process;
  private final Thread reader;

  private ChildProcess(String name, Process process, Consumer<String> lines) {
    this.name = name;
    this.process = process;
    this.reader = new Thread(() -> read(lines), "output-of-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts {@code java} of this process's JDK.
   *
   * @param name what messages call it
   * @param directory its working directory, made when it is not there
   * @param arguments what follows {@code java}
   * @param lines takes every line that it prints, on a thread of its own
   */
  public static ChildProcess java(
      String name, Path directory, List<String> arguments, Consumer<String> lines)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-javaagent:" + Agent.JAR);
    command.addAll(arguments);
    return command(name, directory, command, lines);
  }

  /**
   * Starts any command, which has to see by itself that this process is gone: its standard input
   * ends then. Otherwise like {@link #java}.
   */
  public static ChildProcess command(
      String name, Path directory, List<String> command, Consumer<String> lines)
      throws IOException {
    Files.createDirectories(directory);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    return new ChildProcess(name, builder.start(), lines);
  }

  /** The name that it was given. */
  public String name() {
    return name;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with its exit status. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The process as the JDK sees it. */
  public ProcessHandle toHandle() {
    return process.toHandle();
  }

  /** SIGTERM and nothing else: its streams stay open. Returns at once. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** SIGSTOP: it stands still, its connections stay open. */
  public void suspend() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /**
   * Waits until it has ended and its output is read.
   *
   * @return the exit status
   * @throws IllegalStateException when it does not end in time
   */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(name + " did not end within " + limit.toSeconds() + " s");
    }
    reader.join(PATIENCE.toMillis());
    return process.exitValue();
  }

  /** Tells it to stop, waits, and kills it when it does not. */
  @Override
  public void close() {
    terminate(); // Process.destroy would close its output too, and its last lines were lost
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      reader.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void signal(String signal) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
    if (status != 0) {
      throw new IOException("kill -" + signal + " of " + name + " ended with " + status);
    }
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.accept(line);
      }
    } catch (IOException e) {
      lines.accept("(the output of " + name + " broke off: " + e.getMessage() + ")");
    }
  }

  /** The agent's jar, written once for this process. */
  private static final class Agent {
    static final Path JAR = write();

    private static Path write() {
      try {
        Path jar = Files.createTempFile("dfs-parent-watch-", ".jar");
        jar.toFile().deleteOnExit();
        ParentWatchJar.write(jar);
        return jar;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
