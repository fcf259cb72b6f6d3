package io.github.dfserver.it.faults;

import io.github.dfserver.it.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One process of the cluster, through all its lives. It tells a death that was wanted from one that
 * was not. Thread-safe.
 */
final class Server {
  /** The status of a process that died at its crash point. */
  static final int CRASH_STATUS = 86;

  private static final Duration LONGEST_END = Duration.ofMinutes(2);

  private final String name;
  private final Path directory;
  private final List<String> arguments;
  private final Consumer<String> lines;
  private final Consumer<String> unwanted;
  private ChildProcess process;
  private CompletableFuture<Void> watch = CompletableFuture.completedFuture(null);
  private boolean wanted;
  private Instant launched = Instant.MIN;
  private boolean armed;

  /** {@code arguments} follow {@code java}; {@code unwanted} is told when it ends by itself. */
  Server(
      String name,
      Path directory,
      List<String> arguments,
      Consumer<String> lines,
      Consumer<String> unwanted) {
    this.name = name;
    this.directory = directory;
    this.arguments = List.copyOf(arguments);
    this.lines = lines;
    this.unwanted = unwanted;
  }

  String name() {
    return name;
  }

  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The present process; not null once it was started. */
  synchronized ChildProcess process() {
    return process;
  }

  /** Starts it, where it is not running. */
  synchronized void launch() throws IOException {
    launch(List.of());
  }

  /** Starts it, where it is not running, so that it dies at the N-th time at a crash point. */
  synchronized void launchArmed(String point, int reach) throws IOException {
    launch(List.of("-Ddfs.crash-point=" + point + ":" + reach));
  }

  private void launch(List<String> options) throws IOException {
    if (isAlive()) {
      return;
    }
    List<String> all = new ArrayList<>(options);
    all.addAll(arguments);
    armed = !options.isEmpty();
    wanted = true;
    launched = Instant.now();
    ChildProcess started = ChildProcess.java(name, directory, all, lines);
    process = started;
    watch = started.onExit().thenAccept(status -> ended(started, status));
  }

  private void ended(ChildProcess ended, int status) {
    synchronized (this) {
      if (ended != process || !wanted || (armed && status == CRASH_STATUS)) {
        return;
      }
    }
    unwanted.accept(name + " ended by itself with status " + status);
  }

  /** When it was last started. */
  synchronized Instant launched() {
    return launched;
  }

  /** SIGKILL. */
  synchronized void kill() throws InterruptedException {
    wanted = false;
    if (process != null) {
      process.kill();
    }
  }

  /** SIGTERM. */
  synchronized void terminate() {
    wanted = false;
    if (process != null) {
      process.terminate();
    }
  }

  /** Waits for the end that it was told; kills it when that takes too long. */
  void awaitEnd() throws InterruptedException {
    ChildProcess told = process();
    try {
      told.awaitExit(LONGEST_END);
    } catch (IllegalStateException e) {
      unwanted.accept(name + " did not stop within " + LONGEST_END.toSeconds() + " s of SIGTERM");
      kill();
    }
  }

  /** Waits until it has died at its crash point, and says with which status. */
  int awaitCrash() throws InterruptedException {
    int status = process().awaitExit(LONGEST_END);
    watch.join();
    return status;
  }

  /** SIGSTOP, where it is running. */
  synchronized void suspend() throws IOException, InterruptedException {
    if (isAlive()) {
      process.suspend();
    }
  }

  /** SIGCONT, where it is running. */
  synchronized void resume() throws IOException, InterruptedException {
    if (isAlive()) {
      process.resume();
    }
  }

  /** Whether it may still die at a crash point. */
  synchronized boolean isArmed() {
    return armed;
  }
}
