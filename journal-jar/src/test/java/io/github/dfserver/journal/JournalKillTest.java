package io.github.dfserver.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of its own is killed, as by kill -9, in the middle of writing. */
class JournalKillTest {
  private static final int KILLS = 6;
  private static final int LINES = 400;

  @TempDir private Path directory;

  @Test
  void everythingThatWasAcknowledgedBeforeTheKillIsThere() throws Exception {
    Map<Long, String> acknowledged = new TreeMap<>();
    for (int run = 0; run < KILLS; run++) {
      writeUntilKilled(run, LINES * (run + 1), acknowledged);
      Map<Long, String> replayed = replay();
      assertThat(replayed).containsAllEntriesOf(acknowledged);
      assertThatNothingIsMissingInBetween(replayed);
    }
    assertThat(acknowledged).hasSizeGreaterThan(KILLS * LINES);
  }

  private void writeUntilKilled(int run, int lines, Map<Long, String> acknowledged)
      throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(Journal.class, KilledWriter.class),
                KilledWriter.class.getName(),
                directory.toString(),
                String.valueOf(run))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = writer.inputReader(UTF_8)) {
      int count = 0;
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.endsWith(";")) {
          int colon = line.lastIndexOf(':');
          long position = Long.parseLong(line.substring(colon + 1, line.length() - 1));
          acknowledged.put(position, line.substring(0, colon));
        }
        if (++count == lines) {
          // Unlike the process itself its handle leaves the pipe open, so nothing said is lost.
          writer.toHandle().destroyForcibly();
        }
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(writer.exitValue()).isEqualTo(137);
  }

  private Map<Long, String> replay() throws IOException {
    Map<Long, String> replayed = new TreeMap<>();
    Journal.open(
            directory,
            0,
            JournalOptions.defaults(),
            (position, entry) -> {
              String text = UTF_8.decode(entry).toString();
              replayed.put(position, text.substring(0, text.lastIndexOf(':')));
            })
        .close();
    return replayed;
  }

  private static void assertThatNothingIsMissingInBetween(Map<Long, String> replayed) {
    Map<String, Integer> next = new HashMap<>();
    for (String text : replayed.values()) {
      int colon = text.lastIndexOf(':');
      int expected = next.merge(text.substring(0, colon), 1, Integer::sum) - 1;
      assertThat(text.substring(colon + 1)).isEqualTo(String.valueOf(expected));
    }
  }

  private static String classPath(Class<?>... classes) {
    return Stream.of(classes)
        .map(
            type -> {
              try {
                return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
              } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
              }
            })
        .collect(Collectors.joining(File.pathSeparator));
  }
}
