package io.github.dfserver.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is seen of progress, and when. */
class BarTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Output output(boolean terminal, boolean quiet) {
    return new Output(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new Terminals(false, terminal, 100),
        () -> false,
        () -> quiet);
  }

  private static void move(Output output) {
    try (Bar bar = output.bar("put", 4L << 20)) {
      bar.transfer().moved(1L << 20, 4L << 20);
      bar.says("so far");
      bar.moved(3L << 20);
      output.event(Json.of("event", "stored"), "stored x");
    }
  }

  @Test
  void aTerminalShowsABarThatIsWipedInTheEnd() {
    move(output(true, false));

    String seen = err.toString(StandardCharsets.UTF_8);
    assertThat(seen).contains("put", "100%", "4/4 MiB", "so far").endsWith("\r\u001b[K");
    assertThat(seen.split("[\r\n]", -1)).allMatch(line -> line.length() < 105);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("stored x\n");
  }

  @Test
  void nobodyElseSeesOne() {
    move(output(false, false));
    move(output(true, true));

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
