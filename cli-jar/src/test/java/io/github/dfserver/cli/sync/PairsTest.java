package io.github.dfserver.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.cli.local.LocalFile;
import io.github.dfserver.client.StoredFile;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two sorted lists side by side. */
class PairsTest {
  private static List<String> merged(List<String> local, List<String> remote) {
    Pairs pairs =
        new Pairs(
            local.stream().map(PairsTest::local).iterator(),
            remote.stream().map(PairsTest::remote).iterator(),
            "p/");
    List<String> seen = new ArrayList<>();
    pairs.forEachRemaining(
        pair ->
            seen.add(
                (pair.local() == null ? "" : "<")
                    + pair.name()
                    + (pair.remote() == null ? "" : ">")));
    return seen;
  }

  private static LocalFile local(String name) {
    return new LocalFile(name, Path.of(name), 1, FileTime.from(Instant.EPOCH));
  }

  private static StoredFile remote(String name) {
    return new StoredFile("id", "p/" + name, 1, "0".repeat(64), "text/plain", "1", Instant.EPOCH);
  }

  @Test
  void eachNameComesOnce() {
    assertThat(merged(List.of("a", "c", "d"), List.of("b", "c", "e", "f")))
        .containsExactly("<a", "b>", "<c>", "<d", "e>", "f>");
    assertThat(merged(List.of(), List.of())).isEmpty();
    assertThat(merged(List.of("x"), List.of())).containsExactly("<x");
    assertThat(merged(List.of(), List.of("x"))).containsExactly("x>");
  }

  @Test
  void theOrderIsThatOfUtf8AndNotOfJava() {
    List<String> names =
        Stream.of("Z", "a", "\uFF5E", "\uD83D\uDE00").toList(); // Java has the last two reversed
    assertThat(merged(names, names)).containsExactly("<Z>", "<a>", "<\uFF5E>", "<\uD83D\uDE00>");
  }
}
