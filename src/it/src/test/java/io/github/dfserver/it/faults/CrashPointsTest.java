package io.github.dfserver.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A crash point that is not in the lists of {@link CrashPoints} would not be tried. */
class CrashPointsTest {
  private static final Pattern CALL = Pattern.compile("CrashPoint\\.reached\\(\"([a-z.]+)\"\\)");

  @Test
  void theListsNameEveryPointThatIsInTheCode() throws IOException {
    assertThat(in("manager-war")).isNotEmpty().isSubsetOf(CrashPoints.ofAManager());
    assertThat(in("storage-node-jar")).isNotEmpty().isSubsetOf(CrashPoints.OF_A_NODE);
  }

  private static List<String> in(String module) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("..", "..", module, "src", "main", "java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher call = CALL.matcher(Files.readString(file));
        while (call.find()) {
          found.add(call.group(1));
        }
      }
    }
    return found;
  }
}
