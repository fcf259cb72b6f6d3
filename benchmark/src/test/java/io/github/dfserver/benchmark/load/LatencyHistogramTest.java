package io.github.dfserver.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {
  private final LatencyHistogram histogram = new LatencyHistogram();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 255, 256, 257, 1_000_000, 123_456_789_012L, 1L << 62})
  void aTimeIsFoundAgainWithinOnePartIn128(long nanos) {
    histogram.add(nanos);

    assertThat(histogram.quantile(1)).isBetween(nanos, nanos + nanos / 128);
  }

  @Test
  void quantilesAreThoseOfTheTimesThatWereCounted() {
    for (int micros = 1; micros <= 10_000; micros++) {
      histogram.add(micros * 1000L);
    }

    assertThat(histogram.total()).isEqualTo(10_000);
    assertThat(histogram.quantile(0.5) / 5_000_000.0).isCloseTo(1, within(0.01));
    assertThat(histogram.quantile(0.99) / 9_900_000.0).isCloseTo(1, within(0.01));
  }

  @Test
  void withoutAnyTimesQuantilesAreNothing() {
    assertThat(histogram.quantile(0.5)).isZero();
  }
}
