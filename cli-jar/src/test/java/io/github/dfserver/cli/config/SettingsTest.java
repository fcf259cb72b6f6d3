package io.github.dfserver.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.cli.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options count before the environment, and that before the file. */
class SettingsTest {
  @TempDir private Path directory;
  private final GlobalOptions options = new GlobalOptions();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void home() {
    environment.put("XDG_CONFIG_HOME", directory.toString());
  }

  private Settings settings() {
    return Settings.of(options, environment::get, warnings::add);
  }

  private Path write(String text) throws IOException {
    Path file = Files.createDirectories(directory.resolve("dfs")).resolve("config.properties");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void withoutAnythingItIsThisMachine() {
    assertThat(settings()).isEqualTo(new Settings(List.of("http://localhost:8000"), null, null));
  }

  @Test
  void theFileTheEnvironmentAndOptionsEachCountBeforeTheOther() throws IOException {
    write("server=http://a/, http://b/\ntoken=one\nca=ca.pem\n");
    assertThat(settings())
        .isEqualTo(
            new Settings(
                List.of("http://a/", "http://b/"), "one", directory.resolve("dfs/ca.pem")));

    environment.put("DFS_SERVER", "http://c/");
    environment.put("DFS_TOKEN", "two");
    environment.put("DFS_CA", "/x.pem");
    assertThat(settings()).isEqualTo(new Settings(List.of("http://c/"), "two", Path.of("/x.pem")));

    options.servers = List.of("http://d/");
    options.tokenFile = Files.writeString(directory.resolve("t"), "three\n");
    options.ca = Path.of("/y.pem");
    assertThat(settings())
        .isEqualTo(new Settings(List.of("http://d/"), "three", Path.of("/y.pem")));
  }

  @Test
  void aTokenThatOthersCanReadIsWarnedOf() throws IOException {
    Path file = write("token=secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(settings().token()).isEqualTo("secret");
    assertThat(warnings).singleElement().asString().contains("chmod 600").doesNotContain("secret");
    assertThat(settings().toString()).doesNotContain("secret");
  }

  @Test
  void whatMakesNoSenseIsTold() throws IOException {
    environment.put("DFS_TOKEN", "one");
    environment.put("DFS_TOKEN_FILE", "two");
    assertThatThrownBy(this::settings).isInstanceOf(UsageException.class);
    environment.clear();
    home();

    write("sever=http://a/\n");
    assertThatThrownBy(this::settings).hasMessageContaining("sever");
    write("token-file=missing\n");
    assertThatThrownBy(this::settings).hasMessageContaining("missing");
    options.config = directory.resolve("nowhere");
    assertThatThrownBy(this::settings).hasMessageContaining("nowhere");
  }

  @Test
  void aTokenFileHoldsOneToken() throws IOException {
    for (String text : List.of("", " \n", "a b", "a\nb")) {
      options.tokenFile = Files.writeString(directory.resolve("t"), text);
      assertThatThrownBy(this::settings).hasMessageContaining("one token");
    }
  }
}
