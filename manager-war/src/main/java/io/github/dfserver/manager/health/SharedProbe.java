package io.github.dfserver.manager.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Finds out whether something answers, at most once at a time however many ask. Who asks while a
 * probe is under way shares its result, and a result is good for a second. A probe that is late
 * means no, and until it is over nobody begins another one: so what is dead is asked once. {@link
 * #look} has to be called again and again. Thread-safe; nothing here blocks.
 */
final class SharedProbe {
  /** How long what is asked may take. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  /** How long a result is good. */
  static final Duration GOOD = Duration.ofSeconds(1);

  private final Supplier<? extends CompletionStage<?>> question;
  private final LongSupplier nanoTime;

  private Optional<CompletableFuture<Boolean>> waiting = Optional.empty();
  private boolean underway;
  private long began;
  private boolean last;
  private Optional<Long> answered = Optional.empty();

  /**
   * A probe that has asked nothing yet.
   *
   * @param question asks, without blocking; how its stage completes does not matter, but a failure
   *     means no
   * @param nanoTime such as {@link System#nanoTime}
   */
  SharedProbe(Supplier<? extends CompletionStage<?>> question, LongSupplier nanoTime) {
    this.question = question;
    this.nanoTime = nanoTime;
  }

  /** Whether it answers; completes normally within {@link #LIMIT} and the time to the next look. */
  CompletionStage<Boolean> ask() {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    synchronized (this) {
      long now = nanoTime.getAsLong();
      if (waiting.isPresent()) {
        return waiting.get().copy();
      }
      boolean good = answered.filter(then -> now - then < GOOD.toNanos()).isPresent();
      if (underway || good) {
        return CompletableFuture.completedStage(!underway && last);
      }
      waiting = Optional.of(result);
      underway = true;
      began = now;
    }
    begin();
    return result.copy();
  }

  private void begin() {
    try {
      question.get().whenComplete((answer, failure) -> over(failure == null));
    } catch (RuntimeException e) {
      over(false);
    }
  }

  private void over(boolean well) {
    Optional<CompletableFuture<Boolean>> told;
    synchronized (this) {
      underway = false;
      last = well;
      answered = Optional.of(nanoTime.getAsLong());
      told = waiting;
      waiting = Optional.empty();
    }
    told.ifPresent(result -> result.complete(well));
  }

  /** Tells those who have waited long enough that there is no answer. */
  void look() {
    Optional<CompletableFuture<Boolean>> late;
    synchronized (this) {
      late = waiting.filter(result -> nanoTime.getAsLong() - began >= LIMIT.toNanos());
      if (late.isPresent()) {
        waiting = Optional.empty();
      }
    }
    late.ifPresent(result -> result.complete(false));
  }
}
