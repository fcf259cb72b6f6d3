package io.github.dfserver.manager.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopDelayTest {
  @Test
  void secondsAreRead() {
    assertThat(StopDelay.of("0s").delay()).isZero();
    assertThat(StopDelay.of("5 s").delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(StopDelay.of("9999s").delay()).isEqualTo(Duration.ofSeconds(9999));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "-1s", "soon", "5m", "10000s", "1.5s"})
  void anythingElseIsRefusedByName(String value) {
    assertThatThrownBy(() -> StopDelay.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dfs.stop-delay")
        .hasMessageContaining(value);
  }
}
