package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Goodbye;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as its operator meets it: a process with arguments, output and an exit status. */
class StorageNodeIT {
  private static final byte[] CONTENT = {'a', 'b', 'c'};

  @TempDir private Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void helpAndVersionArePrinted() throws Exception {
    Process help = node("--help");
    assertThat(exitStatus(help)).isZero();
    assertThat(output("out")).contains("ID", "--manager", "--data", "--reserve", "DFS_MANAGER");
    Process version = node("--version");
    assertThat(exitStatus(version)).isZero();
    assertThat(output("out")).startsWith("storage-node ").doesNotContain("development");
  }

  @Test
  void aWrongArgumentIsStatus2() throws Exception {
    Process process = node("100", "--capacity", "lots");
    assertThat(exitStatus(process)).isEqualTo(2);
    assertThat(output("err")).contains("'lots' is not a size").contains("Usage:");
  }

  @Test
  void aSecondNodeOnTheSameDirectoryIsRefusedInASentence() throws Exception {
    try (ScriptedManager manager = new ScriptedManager()) {
      node("100", "--manager", manager.url().toString());
      manager.welcomed();
      Process second = node("100", "--manager", manager.url().toString());
      assertThat(exitStatus(second)).isEqualTo(1);
      assertThat(output("err").lines()).singleElement().asString().contains("in use");
    }
  }

  @Test
  void aRefusalIsPrintedAndIsStatus1() throws Exception {
    try (ScriptedManager manager = new ScriptedManager()) {
      Process process = node("100", "--manager", manager.url().toString());
      ScriptedChannel channel = manager.connection();
      channel.expect(Hello.class);
      channel.send(new Refused(RefusalCode.DUPLICATE_NODE, "node 100 is online"));
      assertThat(exitStatus(process)).isEqualTo(1);
      assertThat(output("err")).contains("node 100 is online");
    }
  }

  @Test
  void aSignalLetsABusyNodeFinishAndIsStatus0() throws Exception {
    try (ScriptedManager manager = new ScriptedManager()) {
      Process process = node("100", "--manager", manager.url().toString());
      ScriptedChannel channel = manager.welcomed();
      Copy copy = copy();
      channel.send(new StageFile(1, copy.copyId(), copy.size(), "t", ""));
      HttpRequest request = manager.transfer();
      process.destroy();
      channel.expect(Goodbye.class);
      request.answer(200, CONTENT);
      channel.expect(Staged.class);
      channel.send(new CommitFile(2, copy));
      assertThat(channel.next()).isEqualTo(new Stored(2));
      assertThat(exitStatus(process)).isZero();
      assertThat(output("err")).contains("INFO node 100:", "INFO stopping:", "INFO stopped");
    }
  }

  @Test
  void aLogInJsonTellsOfEachCommandWithTheRequestThatItServes() throws Exception {
    try (ScriptedManager manager = new ScriptedManager()) {
      String url = manager.url().toString();
      node("100", "--manager", url, "--log-format", "json", "--log-level", "debug");
      ScriptedChannel channel = manager.welcomed();
      Copy copy = copy();
      channel.send(
          new Origin(1, "r-1", Optional.empty()),
          new UploadFile(1, copy, ByteBuffer.wrap(CONTENT)));
      assertThat(channel.next()).isEqualTo(new Stored(1));
      assertThat(output("err").lines())
          .allMatch(line -> line.matches("\\{\"time\":\".*Z\",\"level\":\".*\"}"))
          .anyMatch(line -> line.contains("\"level\":\"INFO\"") && line.contains("node 100"))
          .anyMatch(
              line ->
                  line.contains("\"level\":\"DEBUG\"")
                      && line.contains("\"request\":\"r-1\"")
                      && line.contains("command=upload-file copy=" + copy.copyId()));
    }
  }

  @Test
  void aLogOfErrorsOnlySaysNothingOfANodeThatWorks() throws Exception {
    try (ScriptedManager manager = new ScriptedManager()) {
      String url = manager.url().toString();
      Process process = node("100", "--manager", url, "--log-level", "error");
      manager.welcomed();
      process.destroy();
      assertThat(exitStatus(process)).isZero();
      assertThat(output("err")).isEmpty();
    }
  }

  @Test
  void whatWasStoredOutlivesAKilledNode() throws Exception {
    try (ScriptedManager manager = new ScriptedManager()) {
      Process process = node("100", "--manager", manager.url().toString());
      ScriptedChannel channel = manager.connection();
      Hello before = channel.expect(Hello.class);
      channel.send(manager.welcome(64, 5));
      Copy copy = copy();
      channel.send(new UploadFile(1, copy, ByteBuffer.wrap(CONTENT)));
      assertThat(channel.next()).isEqualTo(new Stored(1));
      process.destroyForcibly().waitFor();

      node("100", "--manager", manager.url().toString());
      ScriptedChannel next = manager.connection();
      Hello after = next.expect(Hello.class);
      assertThat(after.incarnation()).isGreaterThan(before.incarnation());
      assertThat(after.status().files()).isOne();
      next.send(manager.welcome(64, 5), new DownloadFile(1, copy.copyId(), 0, CONTENT.length));
      assertThat(next.next()).isEqualTo(new Content(1, ByteBuffer.wrap(CONTENT)));
    }
  }

  private static Copy copy() {
    return new Copy(
        UUID.randomUUID(),
        UUID.randomUUID(),
        "a.txt",
        "",
        CONTENT.length,
        Sha256.of(CONTENT),
        Instant.EPOCH,
        0);
  }

  private Process node(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-jar", System.getProperty("node.jar")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("DFS_"));
    Process process =
        builder
            .redirectOutput(directory.resolve("out" + started.size()).toFile())
            .redirectError(directory.resolve("err" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  private static int exitStatus(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the node has ended").isTrue();
    return process.exitValue();
  }

  /** What the latest process has printed. */
  private String output(String name) throws IOException {
    return Files.readString(directory.resolve(name + (started.size() - 1)));
  }
}
