package io.github.dfserver.it.client;

import io.github.dfserver.it.http.Json;
import io.github.dfserver.it.process.Checkout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line as it was built, run with little memory. */
final class DfsProgram {
  private static final long LIMIT_SECONDS = 60;

  /** What a run has left. */
  static final class Ended {
    private final int exit;
    private final byte[] bytes;
    private final String err;

    private Ended(int exit, byte[] bytes, String err) {
      this.exit = exit;
      this.bytes = bytes;
      this.err = err;
    }

    int exit() {
      return exit;
    }

    byte[] bytes() {
      return bytes;
    }

    String err() {
      return err;
    }

    String out() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> lines() {
      return out().lines().toList();
    }

    List<Map<String, Object>> json() throws IOException {
      List<Map<String, Object>> objects = new ArrayList<>();
      for (String line : lines()) {
        objects.add(Json.object(line));
      }
      return objects;
    }
  }

  /** A run that has not ended. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    OutputStream in() {
      return process.getOutputStream();
    }

    /** Ctrl-C. Where this process was started deaf to it, so is its child, and gets SIGTERM. */
    int interrupt() throws IOException, InterruptedException {
      String ignored =
          Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .findFirst()
              .orElse("SigIgn: 0");
      boolean deaf = (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 2) != 0;
      new ProcessBuilder("kill", deaf ? "-TERM" : "-INT", Long.toString(process.pid()))
          .start()
          .waitFor();
      return deaf ? 143 : 130;
    }

    Ended end() throws IOException, InterruptedException {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("it does not end; " + Files.readString(err));
      }
      return new Ended(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private final Path directory;
  private final Path jar = Checkout.find("dfs.cli.jar", "cli-jar/target/dfs.jar");
  private final Map<String, String> environment;
  private int runs;

  /** Runs with their working directory, and a home, below this directory. */
  DfsProgram(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-Ddfs.terminals=none", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Path home = Files.createDirectories(directory.resolve("home"));
    builder.environment().keySet().removeIf(name -> name.startsWith("DFS_"));
    builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
    builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Path out = home.resolve(++runs + ".out");
    Path err = home.resolve(runs + ".err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Running(builder.start(), out, err);
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    return runWith(new byte[0], arguments);
  }

  Ended runWith(byte[] input, String... arguments) throws IOException, InterruptedException {
    try (Running running = start(arguments)) {
      try (OutputStream in = running.in()) {
        in.write(input);
      }
      return running.end();
    }
  }
}
