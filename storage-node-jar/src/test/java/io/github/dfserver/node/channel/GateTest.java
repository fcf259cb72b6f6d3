package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class GateTest {
  private final List<String> done = new ArrayList<>();
  private final Gate gate = new Gate();
  private final Executor executor = gate.before(Runnable::run);

  @Test
  void whatWasHeldBackPassesInItsOrderAndWhatFollowsAtOnce() {
    executor.execute(() -> done.add("one"));
    executor.execute(() -> done.add("two"));
    assertThat(done).isEmpty();
    gate.open();
    assertThat(done).containsExactly("one", "two");
    executor.execute(() -> done.add("three"));
    assertThat(done).containsExactly("one", "two", "three");
  }

  @Test
  void whatIsSubmittedWhileItOpensIsNotOvertaken() {
    executor.execute(() -> executor.execute(() -> done.add("inner")));
    executor.execute(() -> done.add("outer"));
    gate.open();
    assertThat(done).containsExactly("outer", "inner");
  }
}
