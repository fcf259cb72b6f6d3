package io.github.dfserver.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.client.Scrub;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is said of the reading of all files. */
class NodeRowsTest {
  private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATE = Instant.parse("2026-02-01T00:00:00Z");

  private static String text(boolean running, Instant startedAt, Instant completedAt) {
    return NodeRows.text(new Scrub(running, 5, 2, 1024, 0, 1, startedAt, completedAt));
  }

  @Test
  void aNewNodeHasHadNone() {
    assertThat(text(false, null, null)).isEqualTo("none so far");
  }

  @Test
  void itIsSaidWhetherItGoesOn() {
    assertThat(text(true, EARLY, null))
        .isEqualTo("running, 2 of 5 files read, 1.0 KiB, 0 damaged, 1 missing, first one");
    assertThat(text(false, LATE, EARLY))
        .startsWith("going on slowly, 2 of 5 files")
        .endsWith("last completed " + EARLY);
    assertThat(text(false, EARLY, LATE)).startsWith("completed, ");
  }
}
