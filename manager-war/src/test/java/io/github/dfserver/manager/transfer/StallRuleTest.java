package io.github.dfserver.manager.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallRuleTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final StallRule rule = new StallRule(Duration.ofSeconds(60), 100);
  private long last;
  private long moved;
  private boolean client = true;

  private final Progress progress =
      new Progress() {
        @Override
        public long lastProgress() {
          return last;
        }

        @Override
        public long moved() {
          return moved;
        }

        @Override
        public boolean waitsForClient() {
          return client;
        }

        @Override
        public boolean waitsForSource() {
          return true;
        }
      };

  /** Moves so many bytes each second, and gives the second in which it is cut, or -1. */
  private int cutAfter(StallRule rule, int seconds, int perSecond) {
    StallRule.Judge judge = rule.judge(progress, 0);
    for (int i = 1; i <= seconds; i++) {
      if (perSecond > 0) {
        moved += perSecond;
        last = i * SECOND;
      }
      if (judge.look(i * SECOND).isPresent()) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void silenceIsCut() {
    assertThat(cutAfter(rule, 1000, 0)).isEqualTo(61);
  }

  @Test
  void aTrickleIsCutAfterItsFirstWindow() {
    assertThat(cutAfter(rule, 1000, 1)).isEqualTo(60);
  }

  @Test
  void theLeastRateIsEnough() {
    assertThat(cutAfter(rule, 1000, 100)).isEqualTo(-1);
  }

  @Test
  void aClientThatWasFastAndTricklesNowIsCut() {
    StallRule.Judge judge = rule.judge(progress, 0);
    moved = 1 << 30;
    last = 60 * SECOND;
    assertThat(judge.look(60 * SECOND)).isEmpty();
    moved++;
    last = 119 * SECOND;
    assertThat(judge.look(120 * SECOND))
        .get()
        .satisfies(stalled -> assertThat(stalled).hasMessageContaining("dfs.min-transfer-rate"));
  }

  @Test
  void whatWaitsForANodeIsNotTheClientsFault() {
    client = false;
    assertThat(cutAfter(rule, 1000, 1)).isEqualTo(-1);
  }

  @Test
  void zeroIsNoLeastRate() {
    assertThat(cutAfter(new StallRule(Duration.ofSeconds(60), 0), 1000, 1)).isEqualTo(-1);
  }
}
