package io.github.dfserver.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FaultOptionsTest {
  @Test
  void seedsAreNumbersAndRanges() {
    assertThat(FaultOptions.parse("--seeds", "3,8-10").seeds()).containsExactly(3L, 8L, 9L, 10L);
  }

  @Test
  void theClusterComesFromTheSeedUnlessItIsTold() {
    FaultOptions options = FaultOptions.parse("--managers", "seed", "--nodes", "seed");
    assertThat(options.layout(5)).isEqualTo(options.layout(5));
    Layout told = FaultOptions.parse("--managers", "2", "--nodes", "5").layout(5);
    assertThat(told.managers()).isEqualTo(2);
    assertThat(told.nodes()).isEqualTo(5);
    assertThat(told.mongodb()).isTrue();
  }

  @Test
  void theCommandThatRunsASeedAgainSaysWhatWasTold() {
    assertThat(
            FaultOptions.parse("--seconds", "9", "--nodes", "4", "--catalogue", "embedded")
                .replay(5))
        .isEqualTo(
            "mvn -Pfaults -Dfaults.seed=5 -Dfaults.seconds=9 -Dfaults.nodes=4"
                + " -Dfaults.catalogue=embedded");
  }

  @Test
  void whatItDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> FaultOptions.parse("--seed", "3"))
        .hasMessage("--seed is no option of the fault test");
    assertThatThrownBy(() -> FaultOptions.parse("--seeds")).hasMessage("--seeds needs a value");
  }
}
