package io.github.dfserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  @Test
  void pausesDoubleUpToTheLongest() {
    RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(250), Duration.ofSeconds(1));

    assertThat(policy.pauseAfter(1)).isEqualTo(Duration.ofMillis(250));
    assertThat(policy.pauseAfter(2)).isEqualTo(Duration.ofMillis(500));
    assertThat(policy.pauseAfter(3)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.pauseAfter(1_000_000)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void boundsAreChecked() {
    assertThatThrownBy(() -> RetryPolicy.STANDARD.withAttempts(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
