package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitsDoubleUpToFiveSeconds() {
    Backoff backoff = new Backoff(() -> 0);
    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void chanceShortensAWaitByHalfAtMost() {
    assertThat(new Backoff(() -> 1).next()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aSuccessMakesTheNextWaitShortAgain() {
    Backoff backoff = new Backoff(() -> 0);
    backoff.next();
    backoff.next();
    backoff.reset();
    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
  }
}
