package io.github.dfserver.node.store;

import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs operations on different copies at the same time, and those on one copy one after the other
 * in the order in which they were asked for. Safe for use by many threads.
 */
final class CopySequence {
  /** Operations under way and waiting, all together. */
  static final int MOST = 4096;

  private final ConcurrentHashMap<UUID, CompletableFuture<?>> last = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(MOST);
  private final Executor executor;

  /** Starts operations that had to wait on {@code executor}, all others at once. */
  CopySequence(Executor executor) {
    this.executor = executor;
  }

  /** What is done for a copy; has ended when the future completes. */
  interface Operation<T> {
    CompletableFuture<T> start() throws IOException, StoreException;
  }

  <T> CompletableFuture<T> run(UUID copyId, Operation<T> operation) {
    if (!room.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new StoreException(FailureCode.BUSY, "the store has too much to do"));
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    CompletableFuture<?> before = last.put(copyId, result);
    if (before == null) {
      start(copyId, operation, result);
    } else {
      CompletableFuture<?> unused =
          before.whenCompleteAsync((value, problem) -> start(copyId, operation, result), executor);
    }
    return result;
  }

  private <T> void start(UUID copyId, Operation<T> operation, CompletableFuture<T> result) {
    CompletableFuture<T> running;
    try {
      running = operation.start();
    } catch (IOException | StoreException | RuntimeException e) {
      end(copyId, result, null, e);
      return;
    }
    CompletableFuture<T> unused =
        running.whenComplete((value, problem) -> end(copyId, result, value, problem));
  }

  private <T> void end(UUID copyId, CompletableFuture<T> result, T value, Throwable problem) {
    last.remove(copyId, result);
    room.release();
    if (problem == null) {
      result.complete(value);
    } else {
      result.completeExceptionally(Health.explain(problem));
    }
  }

  /** Waits until nothing is under way, and lets nothing begin after that; returns whether it is. */
  boolean end(Duration most) {
    try {
      return room.tryAcquire(MOST, most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
