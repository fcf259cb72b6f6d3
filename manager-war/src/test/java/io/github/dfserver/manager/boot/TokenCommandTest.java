package io.github.dfserver.manager.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.token.Token;
import io.github.dfserver.manager.token.TokenFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> settings = new HashMap<>();

  private int run(String... args) throws InterruptedException {
    out.reset();
    err.reset();
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new TokenCommand(settings::get, outStream, errStream).run(args);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void addsListsAndRevokes() throws Exception {
    String data = directory.toString();
    assertThat(run("token", "add", "ci", "--role", "writer", "--data-dir", data)).isZero();
    assertThat(Token.parse(printed().strip())).isPresent();
    assertThat(run("token", "add", "n", "--node", "100", "--expires", "90d", "--data-dir", data))
        .isZero();
    assertThat(run("token", "add", "fleet", "--node", "any", "--data-dir", data)).isZero();
    assertThat(run("token", "list", "--data-dir", data)).isZero();
    assertThat(printed()).contains("ci ", "writer", "node:100", "node:*", "never");
    assertThat(run("token", "revoke", "ci", "--data-dir", data)).isZero();
    assertThat(run("token", "revoke", "ci", "--data-dir", data)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no token named 'ci'");
  }

  @Test
  void theSettingsNameTheFile() throws Exception {
    settings.put("dfs.data-dir", directory.resolve("d").toString());
    assertThat(run("token", "add", "a", "--role", "reader")).isZero();
    assertThat(new TokenFile(directory.resolve("d/tokens")).read()).hasSize(1);
    settings.put("dfs.token-file", directory.resolve("t").toString());
    assertThat(run("token", "add", "a", "--role", "reader")).isZero();
    assertThat(new TokenFile(directory.resolve("t")).read()).hasSize(1);
  }

  @Test
  void aWrongCommandLineIsSaid() throws Exception {
    String[][] wrong = {
      {"token"},
      {"token", "add"},
      {"token", "add", "a"},
      {"token", "add", "a", "--role"},
      {"token", "add", "a", "--role", "king"},
      {"token", "add", "a", "--role", "node:*"},
      {"token", "add", "a", "--role", "reader", "--node", "1"},
      {"token", "add", "a", "--node", "a b"},
      {"token", "add", "a b", "--role", "reader"},
      {"token", "add", "a", "b", "--role", "reader"},
      {"token", "add", "a", "--role", "reader", "--expires", "soon"},
      {"token", "list", "--colour", "x"},
      {"token", "revoke"}
    };
    settings.put("dfs.data-dir", directory.toString());
    for (String[] args : wrong) {
      assertThat(run(args)).as(String.join(" ", args)).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("--help");
    }
  }

  @Test
  void helpIsPrinted() throws Exception {
    assertThat(run("token", "--help")).isZero();
    assertThat(printed()).contains("revoke NAME", "--role", "--node");
  }
}
