package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.protocol.Copy;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a process in the middle of its work, several times over one directory. */
class KillTest {
  private static final int ROUNDS = 3;
  private static final int ANSWERS = 400;

  @TempDir Path temporary;
  private final Set<UUID> stored = new HashSet<>();
  private final Set<UUID> deleting = new HashSet<>();
  private final Set<UUID> deleted = new HashSet<>();

  @Test
  void everythingAnsweredOutlivesTheProcess() throws Exception {
    Path root = temporary.resolve("data");
    for (int round = 1; round <= ROUNDS; round++) {
      killAfterAnswers(root);
      assertThat(stored).hasSizeGreaterThan(100);
      try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100"))) {
        assertThat(store.identity().incarnation()).isEqualTo(2L * round);
        assertWhatIsThere(store, root);
      }
    }
  }

  private void killAfterAnswers(Path root) throws Exception {
    Process writer =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName(),
                root.toString())
            .redirectError(temporary.resolve("errors").toFile())
            .start();
    try (BufferedReader answers = writer.inputReader(StandardCharsets.UTF_8)) {
      String line = answers.readLine();
      for (int i = 1; line != null; i++) {
        note(line);
        if (i == ANSWERS) {
          writer.toHandle().destroyForcibly();
        }
        line = answers.readLine();
      }
    } finally {
      writer.destroyForcibly();
    }
    assertThat(writer.waitFor()).as("killed, not failed").isEqualTo(128 + 9);
  }

  private void note(String line) {
    if (line.length() == 38) {
      UUID copyId = UUID.fromString(line.substring(2));
      switch (line.charAt(0)) {
        case '+' -> stored.add(copyId);
        case '?' -> deleting.add(copyId);
        default -> deleted.add(copyId);
      }
    }
  }

  private void assertWhatIsThere(CopyStore store, Path root) throws Exception {
    Map<UUID, Path> found = new HashMap<>();
    for (Copy copy : TestCopies.all(store)) {
      found.put(copy.copyId(), store.find(copy.copyId()).orElseThrow().file());
      assertThat(TestCopies.read(store, copy)).isEqualTo(WriterProcess.content(copy.copyId()));
    }
    assertThat(found.keySet()).doesNotContainAnyElementsOf(deleted);
    stored.removeAll(deleting);
    assertThat(found.keySet()).containsAll(stored);
    assertThat(Trees.files(root.toRealPath().resolve("files")))
        .containsExactlyInAnyOrderElementsOf(found.values());
    assertThat(Trees.below(root.resolve("staging"))).isEmpty();
    Trees.assertNoDirectoryHasMoreThan36Entries(root);
  }
}
