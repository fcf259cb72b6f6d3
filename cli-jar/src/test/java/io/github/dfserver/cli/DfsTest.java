package io.github.dfserver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.cli.output.Terminals;
import io.github.dfserver.cli.run.Interruption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Options, help and wrong use; nothing here reaches a server. */
class DfsTest {
  private static final List<String> COMMANDS =
      List.of(
          "put",
          "get",
          "ls",
          "rm",
          "stat",
          "sync",
          "verify",
          "link",
          "node",
          "balance",
          "completion",
          "help");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Terminals terminals = Terminals.none();
  private String input = "";

  private int run(String... arguments) {
    out.reset();
    err.reset();
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return Dfs.run(
        arguments,
        Map.of("DFS_SERVER", "http://127.0.0.1:1/", "XDG_CONFIG_HOME", "/nowhere")::get,
        in,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminals,
        new Interruption());
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void helpTellsOfEachCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains(COMMANDS).contains("130");
    for (String command : COMMANDS) {
      assertThat(run(command, "--help")).as(command).isZero();
      String help = out();
      assertThat(run("help", command)).as(command).isZero();
      assertThat(out()).isEqualTo(help).contains("--json");
    }
    assertThat(run("help", "node", "drain")).isZero();
    assertThat(out()).contains("--wait");
    assertThat(run("--version")).isZero();
    assertThat(out()).startsWith("dfs ");
  }

  @Test
  void wrongUseIsToldInOneLine() {
    List<List<String>> wrong =
        List.of(
            List.of(),
            List.of("frobnicate"),
            List.of("help", "frobnicate"),
            List.of("put"),
            List.of("put", "-"),
            List.of("put", "a", "b", "--name", "c"),
            List.of("get", "-r", "a", "--to", "-"),
            List.of("get", "a", "-j", "0"),
            List.of("sync", "/no such directory", "x"),
            List.of("rm", "-r", "/", "-f"),
            List.of("rm", "a"),
            List.of("get", "a", "folder/"),
            List.of("rm", "-f", "folder/"),
            List.of("link"),
            List.of("link", "a", "--expires", "soon"),
            List.of("ls", "--server", "ftp://x/"),
            List.of("ls", "--token", "secret"));
    for (List<String> arguments : wrong) {
      assertThat(run(arguments.toArray(String[]::new))).as(arguments.toString()).isEqualTo(2);
      assertThat(err()).as(arguments.toString()).startsWith("dfs: ").hasLineCount(1);
      assertThat(out()).isEmpty();
    }
  }

  @Test
  void errorsAreJsonToo() {
    assertThat(run("--json", "rm", "a")).isEqualTo(2);
    assertThat(err()).startsWith("{\"event\":\"failed\",\"message\":\"Nobody can be asked");
  }

  @Test
  void nothingIsDeletedWithoutAYes() {
    terminals = new Terminals(true, false, 80);
    for (String answer : List.of("", "n\n", "yesterday\n")) {
      input = answer;
      assertThat(run("rm", "a")).isEqualTo(1);
      assertThat(err()).startsWith("Delete a? [y/N] ").contains("Nothing was deleted.");
    }
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(run("completion", "bash")).isZero();
    assertThat(out()).contains(COMMANDS).contains("complete -F");
    assertThat(run("completion", "zsh")).isZero();
    assertThat(out()).startsWith("autoload").contains("complete -F");
  }
}
