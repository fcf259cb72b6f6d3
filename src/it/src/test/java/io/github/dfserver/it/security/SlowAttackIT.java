package io.github.dfserver.it.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Output;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.HostileProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients of a locked manager are served while slowhttptest, without credentials, holds a thousand
 * connections that send or read a few bytes now and then, or ask for very many ranges.
 */
class SlowAttackIT {
  private static final String SECONDS = "20";
  private static final String CONNECTIONS = "1000";
  private static final int LARGE = 5_000_000;

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("slow-attack", options -> options.withTokens().withNodes("100"));

  @ParameterizedTest
  @CsvSource({
    "-H, GET, node-channel",
    "-B, PUT, file/slow/body",
    "-R, HEAD, file/slow/kept",
    "-X, GET, health/live",
  })
  void othersAreServedMeanwhile(String mode, String method, String path) throws Exception {
    HostileProgram program = HostileProgram.SLOWHTTPTEST;
    assumeTrue(program.isInstalled(), program.missing());
    FileApi api = CLUSTER.api();
    byte[] kept = Content.random(1, LARGE);
    if (api.head("slow/kept").status() == 404) {
      assertThat(api.put("slow/kept", kept).status()).isEqualTo(201);
    }
    Path directory = CLUSTER.cluster().options().directory().resolve("slow");
    List<String> arguments =
        List.of(
            mode,
            "-t",
            method,
            "-u",
            api.base() + path,
            "-c",
            CONNECTIONS,
            "-r",
            "200",
            "-i",
            "3",
            "-l",
            SECONDS,
            "-s",
            "100000",
            "-v",
            "1");
    int served = 0;
    try (ChildProcess attack =
        program.start(
            directory,
            Output.files(directory).apply("slow" + mode),
            arguments.toArray(String[]::new))) {
      while (attack.isAlive()) {
        String name = "slow/" + mode + method + served;
        assertThat(api.put(name, Content.random(served, 1000)).status()).isEqualTo(201);
        assertThat(api.get(name).body()).isEqualTo(Content.random(served, 1000));
        assertThat(api.delete(name).status()).isEqualTo(200);
        assertThat(api.get("slow/kept").body()).isEqualTo(kept);
        assertThat(api.getPath("health/ready").status()).isEqualTo(200);
        served++;
      }
    }
    assertThat(served).isGreaterThan(3);
    CLUSTER.cluster().awaitOnline("100");
  }
}
