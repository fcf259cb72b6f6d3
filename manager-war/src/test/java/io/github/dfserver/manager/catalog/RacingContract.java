package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;

/** A contract with races in it. */
abstract class RacingContract extends CatalogContract {
  static final int RACERS = 64;
  private final ExecutorService racers = Executors.newFixedThreadPool(RACERS);

  @AfterEach
  final void stopRacers() {
    racers.shutdownNow();
  }

  /** Starts all racers at once and returns their answers in their order. */
  final <T> List<T> race(IntFunction<CompletionStage<T>> task) throws Exception {
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      int racer = i;
      running.add(
          racers.submit(
              () -> {
                start.await(1, TimeUnit.MINUTES);
                return await(task.apply(racer));
              }));
    }
    List<T> answers = new ArrayList<>();
    for (Future<T> racer : running) {
      answers.add(racer.get(2, TimeUnit.MINUTES));
    }
    return answers;
  }
}
