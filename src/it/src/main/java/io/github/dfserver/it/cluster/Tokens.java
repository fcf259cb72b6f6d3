package io.github.dfserver.it.cluster;

import io.github.dfserver.it.process.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A manager's file of tokens, changed by the command that operators use. Managers notice a change
 * within seconds.
 */
public final class Tokens {
  private static final long SECONDS = 60;

  private final Path file;
  private final Path jar = Checkout.find("dfs.manager.jar", "manager-war/target/manager.jar");

  /** The tokens in this file, which need not be there yet. */
  public Tokens(Path file) {
    this.file = file;
  }

  /**
   * Makes a token.
   *
   * @param options of {@code token add}, such as {@code --role reader}
   * @return what its bearer shows
   */
  public String add(String name, String... options) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("add", name));
    words.addAll(List.of(options));
    return run(words).strip();
  }

  /** Takes a token back. */
  public void revoke(String name) throws IOException, InterruptedException {
    run(List.of("revoke", name));
  }

  private String run(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString(), "token"));
    command.addAll(words);
    command.addAll(List.of("--file", file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("the command 'token' failed: " + words + ": " + said);
    }
    return said;
  }
}
