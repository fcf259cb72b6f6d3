package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's slowhttptest against a manager with its default settings: others are served. */
class SlowHttpTestIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER = ClusterExtension.own("slowhttptest", options -> options);

  private static final String PROGRAM = "slowhttptest";
  private static final String LARGE = "slow/large";

  @TempDir private Path directory;

  private static FileApi api() {
    return CLUSTER.api();
  }

  @BeforeAll
  static void aLargeFile() throws Exception {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, PROGRAM)));
    assumeThat(installed).as("%s is installed", PROGRAM).isTrue();
    assertThat(api().put(LARGE, Content.random(1, 5_000_000)).status()).isEqualTo(201);
  }

  /** Headers, bodies, and answers that come or are taken slowly. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-H -i 2 -x 24",
        "-B -i 2 -x 10 -s 1000000 -t PUT",
        "-B -i 2 -x 10 -s 1000 -t POST -f application/x-www-form-urlencoded",
        "-X -w 512 -y 1024 -n 2 -z 32 -k 1"
      })
  void othersAreServed(String attack) throws Exception {
    List<String> command = new ArrayList<>(List.of(PROGRAM));
    command.addAll(List.of(attack.split(" ", -1)));
    // 500 connections for 20 s, and a probe that waits for 10 s.
    command.addAll(List.of("-c", "500", "-r", "200", "-l", "20", "-p", "10", "-u"));
    command.add(api().uri(attack.contains("POST") ? "file" : "file/" + LARGE).toString());
    Path output = directory.resolve("output");
    Process slow =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      int round = 0;
      while (slow.isAlive()) {
        String name = "slow/others/" + attack.hashCode() + "/" + round++;
        byte[] content = Content.random(round, round % 2 == 0 ? 4096 : 200_000);
        assertThat(api().put(name, content).status()).isEqualTo(201);
        assertThat(api().get(name).body()).isEqualTo(content);
      }
      assertThat(round).isPositive();
      assertThat(Files.readString(output, StandardCharsets.ISO_8859_1))
          .contains("service available:")
          .doesNotContain("NO\u001b");
    } finally {
      slow.destroyForcibly();
    }
  }
}
