package io.github.dfserver.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fault test in its short form: an embedded catalogue, a MongoDB, and two managers on one. */
class FaultsIT {
  private static final long SECONDS = 20;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 3)
  void afterTwentySecondsOfFaultsEverythingIsAsPromised(long seed) throws Exception {
    FaultOptions options = FaultOptions.of(List.of(seed), SECONDS, Path.of("target", "faults"));
    assertThat(Faults.run(seed, options)).as("again: %s", options.replay(seed)).isEmpty();
  }
}
