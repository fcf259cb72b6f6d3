package io.github.dfserver.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a process does that has been given a crash point. */
class CrashPointTest {
  @Test
  void withoutTheSettingEveryStepIsDone() throws Exception {
    assertThat(run().output())
        .containsExactly(
            "first 1", "second 1", "first 2", "second 2", "first 3", "second 3", "in order");
    assertThat(run().status()).isZero();
  }

  @Test
  void aProcessDiesWhenItComesToItsPoint() throws Exception {
    Run run = run("-Ddfs.crash-point=second");

    assertThat(run.status()).isEqualTo(CrashPoint.EXIT_STATUS);
    assertThat(run.output())
        .containsExactly(
            "first 1", "second 1", "Dying at the crash point second, as dfs.crash-point asks for.");
  }

  @Test
  void aProcessDiesWhenItComesToItsPointForTheNthTime() throws Exception {
    Run run = run("-Ddfs.crash-point=first:3");

    assertThat(run.status()).isEqualTo(CrashPoint.EXIT_STATUS);
    assertThat(run.output())
        .containsExactly(
            "first 1",
            "second 1",
            "first 2",
            "second 2",
            "first 3",
            "Dying at the crash point first, as dfs.crash-point asks for.");
  }

  @Test
  void aPointThatIsNotReachedOftenEnoughHarmsNothing() throws Exception {
    assertThat(run("-Ddfs.crash-point=first:4").status()).isZero();
    assertThat(run("-Ddfs.crash-point=third").status()).isZero();
  }

  @Test
  void aNumberThatMakesNoSenseIsToldOf() throws Exception {
    Run run = run("-Ddfs.crash-point=first:none");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.output())
        .anyMatch(line -> line.contains("is NAME or NAME:N, with N from 1 on, not first:none"));
  }

  private record Run(int status, List<String> output) {}

  private static Run run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            classPath(CrashPoint.class, CrashingSteps.class),
            CrashingSteps.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> output = process.inputReader(UTF_8).lines().toList();
    return new Run(process.waitFor(), output);
  }

  private static String classPath(Class<?>... classes) {
    return Stream.of(classes)
        .map(type -> Path.of(URI.create(location(type))).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }
}
