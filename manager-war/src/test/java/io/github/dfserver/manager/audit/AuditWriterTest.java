package io.github.dfserver.manager.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditWriterTest {
  @TempDir private Path directory;

  private final AtomicLong lost = new AtomicLong();
  private Path path;

  @BeforeEach
  void path() {
    path = directory.resolve("audit/audit.log");
  }

  private static AuditRecord record(String node) {
    return AuditRecord.ofNode(NodeEvent.NODE_JOINED, node, "10.0.0.1", "", Instant.EPOCH);
  }

  private AuditWriter writer(AuditFile file, int queued) {
    return new AuditWriter(file, queued, lost::addAndGet);
  }

  @Test
  void whatIsQueuedWhenItStopsIsWritten() throws Exception {
    AuditWriter writer = writer(new AuditFile(path, 1 << 20, 3), 1000);
    for (int i = 0; i < 1000; i++) {
      writer.add(record("n" + i));
    }
    writer.stop();
    writer.run();
    assertThat(Files.readAllLines(path)).hasSize(1000);
    assertThat(lost).hasValue(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatDoesNotFitIsCounted() throws Exception {
    AuditWriter writer = writer(new AuditFile(path, 1 << 20, 3), 10);
    for (int i = 0; i < 15; i++) {
      writer.add(record("n" + i));
    }
    writer.stop();
    writer.run();
    assertThat(Files.readAllLines(path)).hasSize(10);
    assertThat(lost).hasValue(5);
  }

  @Test
  void aDiskThatFailsIsCountedAndTriedAgain() throws Exception {
    Files.createFile(directory.resolve("audit"));
    AuditFile file = new AuditFile(path, 1 << 20, 3);
    AuditWriter failing = writer(file, 10);
    failing.add(record("a"));
    failing.add(record("b"));
    failing.stop();
    failing.run();
    assertThat(lost).hasValue(2);

    Files.delete(directory.resolve("audit"));
    AuditWriter working = writer(file, 10);
    working.add(record("c"));
    working.stop();
    working.run();
    assertThat(Files.readString(path)).contains("\"who\":\"c\"");
    assertThat(lost).hasValue(2);
  }

  @Test
  void aFullFileIsKeptAndTheOldestGoes() throws Exception {
    byte[] line = "0123456789\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try (AuditFile file = new AuditFile(path, 25, 2)) {
      for (int i = 0; i < 9; i++) {
        file.append(line);
      }
    }
    try (Stream<Path> files = Files.list(path.getParent())) {
      assertThat(files.map(one -> one.getFileName().toString()))
          .containsExactlyInAnyOrder("audit.log", "audit.log.1", "audit.log.2");
    }
    assertThat(Files.size(path)).isEqualTo(11);
    assertThat(Files.size(path.resolveSibling("audit.log.2"))).isEqualTo(22);
  }

  @Test
  void aFileThatWasRenamedIsBegunAnew() throws IOException {
    try (AuditFile file = new AuditFile(path, 1 << 20, 2)) {
      file.append(new byte[] {'a', '\n'});
      Files.move(path, path.resolveSibling("old"));
      file.append(new byte[] {'b', '\n'});
    }
    assertThat(Files.readAllLines(path)).isEqualTo(List.of("b"));
  }

  @Test
  void aLineThatWasCutOffDoesNotSpoilTheNextOne() throws IOException {
    try (AuditFile file = new AuditFile(path, 1 << 20, 2)) {
      file.append(new byte[] {'a', '\n'});
    }
    Files.write(path, new byte[] {'c', 'u'}, StandardOpenOption.APPEND);
    try (AuditFile file = new AuditFile(path, 1 << 20, 2)) {
      file.append(new byte[] {'b', '\n'});
    }
    assertThat(Files.readAllLines(path)).isEqualTo(List.of("a", "cu", "b"));
  }
}
