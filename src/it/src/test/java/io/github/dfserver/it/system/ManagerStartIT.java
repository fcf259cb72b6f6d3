package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.Directories;
import io.github.dfserver.it.cluster.Jars;
import io.github.dfserver.it.cluster.Ports;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A manager that starts says nothing wrong; one that cannot says why, and ends with a status. */
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

  /** Before, the server would say 404 of everything, which to a client is that there is no file. */
  @Test
  void theFirstAnswerOfAManagerIsTheApplications() throws Exception {
    int port = Ports.free();
    FileApi api = new FileApi(URI.create("http://127.0.0.1:" + port));
    AtomicReference<Answer> first = new AtomicReference<>();
    try (ChildProcess manager =
        ChildProcess.java(
            "manager",
            directory,
            arguments(List.of(), "--port", Integer.toString(port)),
            output::add)) {
      Await.until(
          "an answer of " + manager.name(),
          LIMIT,
          () -> {
            first.set(api.getPath("node"));
            return true;
          });
      assertThat(first.get().status()).as("%s", first.get()).isEqualTo(200);
    }
  }

  private int run(List<String> jvm, String... arguments) throws Exception {
    List<String> all = arguments(jvm, arguments);
    try (ChildProcess manager = ChildProcess.java("manager", directory, all, output::add)) {
      return manager.awaitExit(LIMIT);
    }
  }

  private List<String> arguments(List<String> jvm, String... arguments) {
    List<String> all = new ArrayList<>(jvm);
    all.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + directory,
            "-Ddfs.data-dir=" + directory.resolve("manager"),
            "-jar",
            Jars.built().manager().toString()));
    all.addAll(List.of(arguments));
    return all;
  }
}
