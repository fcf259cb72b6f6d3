package io.github.dfserver.manager.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedProbeTest {
  private final List<CompletableFuture<String>> asked = new ArrayList<>();
  private long now;
  private final SharedProbe probe = new SharedProbe(this::question, () -> now);

  private CompletableFuture<String> question() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    asked.add(answer);
    return answer;
  }

  private CompletableFuture<Boolean> ask() {
    return probe.ask().toCompletableFuture();
  }

  private void begin() {
    assertThat(ask()).isNotDone();
  }

  private void pass(Duration time) {
    now += time.toNanos();
    probe.look();
  }

  @Test
  void manyShareOneProbe() {
    CompletableFuture<Boolean> first = ask();
    CompletableFuture<Boolean> second = ask();
    assertThat(asked).hasSize(1);
    assertThat(first).isNotDone();
    asked.get(0).complete("here");
    assertThat(first).isCompletedWithValue(true);
    assertThat(second).isCompletedWithValue(true);
  }

  @Test
  void aResultIsGoodForASecond() {
    begin();
    asked.get(0).complete("here");
    pass(SharedProbe.GOOD.minusNanos(1));
    assertThat(ask()).isCompletedWithValue(true);
    assertThat(asked).hasSize(1);
    pass(Duration.ofNanos(1));
    assertThat(ask()).isNotDone();
    assertThat(asked).hasSize(2);
  }

  @Test
  void aFailureMeansNo() {
    CompletableFuture<Boolean> result = ask();
    asked.get(0).completeExceptionally(new IllegalStateException("broken"));
    assertThat(result).isCompletedWithValue(false);
    assertThat(new SharedProbe(this::broken, () -> now).ask().toCompletableFuture())
        .isCompletedWithValue(false);
  }

  private CompletableFuture<String> broken() {
    throw new IllegalStateException("broken");
  }

  @Test
  void whatIsDeadIsAskedOnce() {
    CompletableFuture<Boolean> first = ask();
    pass(SharedProbe.LIMIT.minusNanos(1));
    assertThat(first).isNotDone();
    pass(Duration.ofNanos(1));
    assertThat(first).isCompletedWithValue(false);
    pass(Duration.ofMinutes(1));
    assertThat(ask()).isCompletedWithValue(false);
    assertThat(asked).hasSize(1);

    asked.get(0).complete("late");
    assertThat(ask()).isCompletedWithValue(true);
    pass(SharedProbe.GOOD);
    begin();
    assertThat(asked).hasSize(2);
  }
}
