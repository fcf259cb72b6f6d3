package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.quickstart.Quickstart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the quickstart ends, without the Maven around it. */
@Tag("payara-micro")
class QuickstartIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int TERMINATED = 143;

  private final Path directory = Path.of("target", "it", "quickstart").toAbsolutePath();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @BeforeEach
  void beginWithNothing() throws Exception {
    Directories.remove(directory);
  }

  private ChildProcess start() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> arguments =
        List.of(
            "-cp",
            classPath,
            Quickstart.class.getName(),
            Integer.toString(Ports.free()),
            directory.toString());
    ChildProcess quickstart = ChildProcess.java("quickstart", directory, arguments, lines::add);
    Await.until(
        "the quickstart to be ready",
        LIMIT,
        () -> {
          assertThat(quickstart.isAlive()).as("%s", lines).isTrue();
          return lines.stream().anyMatch(line -> line.startsWith("Ctrl-C stops everything"));
        });
    return quickstart;
  }

  /** Its children, which a terminal's Ctrl-C reaches as well. */
  private static List<ProcessHandle> children(ChildProcess quickstart) {
    return quickstart.toHandle().children().toList();
  }

  private void assertStopped() {
    assertThat(lines).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
    assertThat(lines).noneMatch(line -> line.contains("broke off"));
    assertThat(lines.get(lines.size() - 1))
        .startsWith("Stopped. The data is in " + directory.resolve("dfs-data") + ";");
  }

  @Test
  void aStopIsNoError() throws Exception {
    try (ChildProcess quickstart = start()) {
      List<ProcessHandle> children = children(quickstart);
      assertThat(children).hasSize(4);
      quickstart.terminate();
      assertThat(quickstart.awaitExit(LIMIT)).isEqualTo(TERMINATED);
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
    assertStopped();
  }

  @Test
  void aStopThatReachesTheChildrenFirstIsNoError() throws Exception {
    try (ChildProcess quickstart = start()) {
      List<ProcessHandle> children = children(quickstart);
      children.forEach(ProcessHandle::destroy);
      Await.until(
          "one of them to end", LIMIT, () -> !children.stream().allMatch(ProcessHandle::isAlive));
      quickstart.terminate();
      assertThat(quickstart.awaitExit(LIMIT)).isEqualTo(TERMINATED);
    }
    assertStopped();
  }

  @Test
  void aNodeThatEndsByItselfIsAnError() throws Exception {
    try (ChildProcess quickstart = start()) {
      ProcessHandle node =
          children(quickstart).stream()
              .filter(child -> child.info().commandLine().orElse("").contains("files_101"))
              .findFirst()
              .orElseThrow();
      node.destroyForcibly();
      assertThat(quickstart.awaitExit(LIMIT)).isEqualTo(1);
    }
    assertThat(lines).anyMatch(line -> line.contains("node-101 ended with status 137"));
    assertThat(lines).noneMatch(line -> line.startsWith("Stopped."));
  }
}
