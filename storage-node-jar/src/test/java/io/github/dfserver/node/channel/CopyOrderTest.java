package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CopyOrderTest {
  private final CopyOrder order = new CopyOrder();
  private final UUID copy = UUID.randomUUID();
  private final List<String> ran = new ArrayList<>();
  private final List<Runnable> endings = new ArrayList<>();

  @Test
  void aTaskWaitsUntilTheOneBeforeItHasEnded() {
    submit(copy, "first");
    submit(copy, "second");
    submit(copy, "third");
    assertThat(ran).containsExactly("first");
    endings.get(0).run();
    assertThat(ran).containsExactly("first", "second");
    endings.get(1).run();
    endings.get(2).run();
    submit(copy, "fourth");
    assertThat(ran).containsExactly("first", "second", "third", "fourth");
  }

  @Test
  void tasksOnOtherCopiesDoNotWait() {
    submit(copy, "first");
    submit(UUID.randomUUID(), "other");
    assertThat(ran).containsExactly("first", "other");
  }

  @Test
  void manyThreadsKeepTheOrderOfEachCopy() throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    UUID[] copies = {UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()};
    List<List<Integer>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    AtomicInteger left = new AtomicInteger(30_000);
    for (int i = 0; i < 30_000; i++) {
      int number = i;
      order.submit(
          copies[i % 3],
          pool,
          ended -> {
            seen.get(number % 3).add(number); // no lock: tasks of one copy follow each other
            pool.execute(
                () -> {
                  ended.run();
                  if (left.decrementAndGet() == 0) {
                    pool.shutdown();
                  }
                });
          });
    }
    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).allSatisfy(numbers -> assertThat(numbers).hasSize(10_000).isSorted());
  }

  private void submit(UUID copyId, String name) {
    order.submit(
        copyId,
        Runnable::run,
        ended -> {
          ran.add(name);
          endings.add(ended);
        });
  }
}
