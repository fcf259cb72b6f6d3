package io.github.dfserver.manager.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLogTest {
  private final EventLog log = new EventLog(3);

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      log.add(new byte[] {(byte) (log.newest() + 1)});
    }
  }

  @Test
  void anEmptyOneContinuesFromNothing() {
    assertThat(log.newest()).isZero();
    assertThat(log.continues(0)).isTrue();
    assertThat(log.continues(1)).isFalse();
    assertThat(log.continues(-1)).isFalse();
  }

  @Test
  void theLastOnesAreKeptAndNoMore() {
    add(5);
    assertThat(log.newest()).isEqualTo(5);
    assertThat(log.get(1)).isNull();
    assertThat(log.get(2)).isNull();
    assertThat(log.get(3)).containsExactly(3);
    assertThat(log.get(5)).containsExactly(5);
  }

  @Test
  void whoHasAllButTheLastThreeCanGoOn() {
    add(5);
    assertThat(log.continues(5)).isTrue();
    assertThat(log.continues(2)).isTrue();
    assertThat(log.continues(1)).isFalse();
    assertThat(log.continues(6)).isFalse();
  }
}
