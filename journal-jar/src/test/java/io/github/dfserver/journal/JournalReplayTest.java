package io.github.dfserver.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReplayTest {
  @TempDir private Path directory;

  @Test
  void whatWasForcedIsReplayedInOrder() throws IOException {
    List<String> replayed = new ArrayList<>();
    try (Journal journal = Journal.open(directory, 0, JournalOptions.defaults(), (p, e) -> {})) {
      journal.append(bytes("a"), bytes("bc")).forced().join();
      journal.append().forced().join();
      journal.append(bytes("d")).forced().join();
    }
    Journal.open(
            directory,
            0,
            JournalOptions.defaults(),
            (p, e) -> replayed.add(StandardCharsets.UTF_8.decode(e).toString()))
        .close();
    assertThat(replayed).containsExactly("abc", "", "d");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
