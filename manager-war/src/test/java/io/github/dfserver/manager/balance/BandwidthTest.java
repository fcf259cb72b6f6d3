package io.github.dfserver.manager.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BandwidthTest {
  @Test
  void withoutALimitEverythingGoes() {
    Bandwidth bandwidth = new Bandwidth(0);
    bandwidth.spend(1L << 40);
    assertThat(bandwidth.available()).isTrue();
    assertThat(bandwidth.take(1 << 20, () -> {})).isEqualTo(1 << 20);
  }

  @Test
  void whatIsSpentIsNotThereUntilTimeHasPassed() {
    Bandwidth bandwidth = new Bandwidth(1000);
    AtomicInteger woken = new AtomicInteger();
    assertThat(bandwidth.take(600, woken::incrementAndGet)).isEqualTo(600);
    assertThat(bandwidth.take(600, woken::incrementAndGet)).isEqualTo(400);
    assertThat(bandwidth.available()).isFalse();
    assertThat(bandwidth.take(600, woken::incrementAndGet)).isZero();
    long end = System.nanoTime() + 60_000_000_000L;
    while (woken.get() == 0 && System.nanoTime() < end) {
      bandwidth.fill().forEach(Runnable::run);
    }
    assertThat(woken).hasValue(1);
    assertThat(bandwidth.take(600, woken::incrementAndGet)).isPositive();
  }

  @Test
  void whatCouldNotBeRunIsReturnedAgain() {
    Bandwidth bandwidth = new Bandwidth(1000);
    Runnable pipe = () -> {};
    bandwidth.later(pipe);
    assertThat(bandwidth.fill()).containsExactly(pipe);
    assertThat(bandwidth.fill()).isEmpty();
  }

  @Test
  void whatWasTakenAndNotUsedComesBack() {
    Bandwidth bandwidth = new Bandwidth(1000);
    assertThat(bandwidth.take(1000, () -> {})).isEqualTo(1000);
    bandwidth.giveBack(300);
    assertThat(bandwidth.take(1000, () -> {})).isEqualTo(300);
  }

  @Test
  void aSmallFileThatIsLargerThanWhatIsLeftDelaysTheNext() {
    Bandwidth bandwidth = new Bandwidth(1000);
    bandwidth.spend(5000);
    assertThat(bandwidth.available()).isFalse();
    assertThat(bandwidth.fill()).isEmpty();
    assertThat(bandwidth.available()).isFalse();
  }
}
