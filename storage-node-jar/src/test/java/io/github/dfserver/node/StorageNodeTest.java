package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.node.channel.ManagerUrl;
import io.github.dfserver.node.credentials.BearerToken;
import io.github.dfserver.node.credentials.CredentialOptions;
import io.github.dfserver.node.credentials.CredentialOptions.IdentityFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class StorageNodeTest {
  @Test
  void anIdIsAllThatIsNeeded() {
    NodeOptions options = options(Map.of(), "100");
    assertThat(options.id()).isEqualTo("100");
    assertThat(options.managers()).containsExactly(ManagerUrl.parse("http://127.0.0.1:8000/"));
    assertThat(options.data()).isEqualTo(Path.of("files_100"));
    assertThat(options.durability()).isEqualTo(Durability.FSYNC);
    assertThat(options.capacityBytes()).isEmpty();
    assertThat(options.reserveBytes()).isEqualTo(1L << 30);
    assertThat(options.scrubPeriod()).contains(Duration.ofDays(30));
    assertThat(options.tracing()).isFalse();
  }

  @Test
  void everyOptionCanBeGiven() {
    NodeOptions options =
        options(
            Map.of(),
            "--manager=http://a/",
            "--manager",
            "http://b/x,http://a",
            "--data=d",
            "--durability=none",
            "--capacity=10GB",
            "--reserve=0",
            "--scrub-period=12h",
            "--tracing=on",
            "n");
    assertThat(options.managers())
        .containsExactly(ManagerUrl.parse("http://a/"), ManagerUrl.parse("http://b/x/"));
    assertThat(options.data()).isEqualTo(Path.of("d"));
    assertThat(options.durability()).isEqualTo(Durability.NONE);
    assertThat(options.capacityBytes()).isEqualTo(OptionalLong.of(10_000_000_000L));
    assertThat(options.reserveBytes()).isZero();
    assertThat(options.scrubPeriod()).contains(Duration.ofHours(12));
    assertThat(options.tracing()).isTrue();
  }

  @Test
  void theEnvironmentGivesWhatTheCommandLineDoesNot() {
    Map<String, String> environment =
        Map.of(
            "DFS_ID", "e",
            "DFS_MANAGER", "http://a/,http://b/",
            "DFS_DATA", "d",
            "DFS_DURABILITY", "none",
            "DFS_CAPACITY", "5",
            "DFS_RESERVE", " ",
            "DFS_SCRUB_PERIOD", "never",
            "DFS_TRACING", "on");
    NodeOptions options = options(environment);
    assertThat(options.id()).isEqualTo("e");
    assertThat(options.managers()).hasSize(2);
    assertThat(options.scrubPeriod()).isEmpty();
    assertThat(options.tracing()).isTrue();
    assertThat(options.data()).isEqualTo(Path.of("d"));
    assertThat(options.durability()).isEqualTo(Durability.NONE);
    assertThat(options.capacityBytes()).isEqualTo(OptionalLong.of(5));
    assertThat(options.reserveBytes()).isEqualTo(1L << 30);

    NodeOptions given = options(environment, "g", "--data=x", "--manager=http://c/");
    assertThat(given.id()).isEqualTo("g");
    assertThat(given.data()).isEqualTo(Path.of("x"));
    assertThat(given.managers()).containsExactly(ManagerUrl.parse("http://c/"));
  }

  @Test
  void credentialsCanBeGivenInEitherWay() {
    assertThat(options(Map.of(), "n").credentials()).isEqualTo(CredentialOptions.NONE);
    CredentialOptions given =
        options(Map.of(), "n", "--token-file=t", "--ca=a", "--certificate=c", "--key=k")
            .credentials();
    assertThat(given.tokenFile()).contains(Path.of("t"));
    assertThat(given.authorities()).contains(Path.of("a"));
    assertThat(given.identity()).contains(new IdentityFiles(Path.of("c"), Path.of("k")));
    Map<String, String> environment =
        Map.of("DFS_TOKEN_FILE", "t", "DFS_CA", "a", "DFS_CERTIFICATE", "c", "DFS_KEY", "k");
    assertThat(options(environment, "n").credentials()).isEqualTo(given);
  }

  @Test
  void theTokenItselfIsInTheEnvironmentOnlyAndNeverShown() {
    NodeOptions options = options(Map.of("DFS_TOKEN", "dfs_secret"), "n");
    assertThat(options.credentials().token()).contains(BearerToken.parse("dfs_secret", "the test"));
    assertThat(options).asString().doesNotContain("secret");
    assertThatThrownBy(() -> options(Map.of(), "n", "--token=dfs_secret"))
        .isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> options(Map.of("DFS_TOKEN", "a secret"), "n"))
        .isInstanceOf(ParameterException.class)
        .hasMessageStartingWith("DFS_TOKEN holds no token")
        .hasMessageNotContaining("a secret");
    assertThatThrownBy(() -> options(Map.of("DFS_TOKEN", "a", "DFS_TOKEN_FILE", "b"), "n"))
        .hasMessageContaining("leave one of them out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "..",
        "a --manager=nonsense",
        "a --durability=perhaps",
        "a --capacity=lots",
        "a --reserve=-1",
        "a --scrub-period=5",
        "a --scrub-period=-1d",
        "a --scrub-period=99999d",
        "a --scrub-period=soon",
        "a --log-format=xml",
        "a --tracing=perhaps",
        "a --log-level=loud",
        "a --certificate=c",
        "a --key=k",
        "a --unknown",
        "a b c"
      })
  void whatMakesNoSenseIsRefused(String line) {
    String[] arguments = line.equals("a b") ? new String[] {line} : line.split(" ", -1);
    assertThatThrownBy(() -> options(Map.of(), arguments)).isInstanceOf(ParameterException.class);
  }

  private static NodeOptions options(Map<String, String> environment, String... arguments) {
    CommandLine line = StorageNode.commandLine(environment::get);
    line.parseArgs(arguments);
    StorageNode node = line.getCommand();
    return node.options();
  }
}
