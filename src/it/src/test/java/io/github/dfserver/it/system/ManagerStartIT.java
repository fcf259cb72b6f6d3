package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.process.Checkout;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A manager that cannot start says why, in a sentence, and ends with a status that tells. */
@Tag("payara-micro")
class ManagerStartIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Path directory = Path.of("target", "it", "manager-start").toAbsolutePath();
  private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void beginWithNothing() throws Exception {
    Directories.remove(directory);
  }

  @Test
  void aWrongSettingStopsTheStartAndIsNamed() throws Exception {
    assertThat(run(List.of("-Ddfs.durability=perhaps"), "--port", Integer.toString(Ports.free())))
        .isEqualTo(1);
    assertThat(output)
        .anyMatch(
            line ->
                line.startsWith("manager: ")
                    && line.contains("dfs.durability")
                    && line.contains("perhaps"));
  }

  @Test
  void aPortInUseIsSaidAtOnce() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      assertThat(run(List.of(), "--port", port)).isEqualTo(1);
      assertThat(output).singleElement().asString().contains(port, "--port");
    }
  }

  @Test
  void aWrongOptionIsSaidAtOnce() throws Exception {
    assertThat(run(List.of(), "--port", "http")).isEqualTo(2);
    assertThat(output).singleElement().asString().contains("'http' is not a port");
  }

  @Test
  void helpAndVersionStartNothing() throws Exception {
    assertThat(run(List.of(), "--help")).isZero();
    assertThat(output).anyMatch(line -> line.contains("--address"));
    output.clear();
    assertThat(run(List.of(), "--version")).isZero();
    assertThat(output).singleElement().asString().matches("manager \\d.*");
  }

  private int run(List<String> jvm, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(jvm);
    all.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + directory,
            "-Ddfs.data-dir=" + directory.resolve("manager"),
            "-jar",
            Checkout.find("dfs.manager.jar", "manager-war/target/manager.jar").toString()));
    all.addAll(List.of(arguments));
    try (ChildProcess manager = ChildProcess.java("manager", directory, all, output::add)) {
      return manager.awaitExit(LIMIT);
    }
  }
}
