package io.github.dfserver.manager.catalog.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.client.model.UpdateOptions;
import io.github.dfserver.manager.catalog.CatalogException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Runs blocking driver calls on the executor handed in and gives failures their words. Changes are
 * compare-and-sets, so that a change whose outcome is not known can be tried again: either it
 * applies now, or what stands there instead tells what happened. The retry is acknowledged by a
 * majority, so what is read after it is not taken back.
 */
final class MongoCalls {
  static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  private final Executor executor;
  private final int attempts;

  MongoCalls(Executor executor, int attempts) {
    this.executor = executor;
    this.attempts = attempts;
  }

  /** One attempt at a change. */
  @FunctionalInterface
  interface Change<R> {
    /**
     * Tries the change.
     *
     * @param again whether an earlier attempt may have been carried out
     * @return the answer; empty to try again
     */
    Optional<R> attempt(boolean again);
  }

  <R> CompletableFuture<R> read(Supplier<R> call) {
    return submit(
        () -> {
          try {
            return call.get();
          } catch (MongoException e) {
            throw failure("The catalogue did not answer", e);
          }
        });
  }

  <R> CompletableFuture<R> change(String what, Change<R> change) {
    return submit(() -> settle(what, change));
  }

  /** A change that does no harm when it is made again, and that has no answer. */
  CompletableFuture<Void> repeatable(String what, Runnable change) {
    return this.<Optional<Void>>change(
            what,
            again -> {
              try {
                change.run();
                return Optional.of(Optional.empty());
              } catch (MongoException e) {
                if (!isDuplicateKey(e)) {
                  throw e;
                }
                return Optional.empty(); // another one inserted it at the same moment
              }
            })
        .thenApply(done -> null);
  }

  private <R> R settle(String what, Change<R> change) {
    MongoException lost = null;
    for (int i = 0; i < attempts; i++) {
      try {
        Optional<R> answer = change.attempt(lost != null);
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (MongoException e) {
        if (!outcomeUnknown(e)) {
          throw failure(
              lost == null
                  ? "The catalogue could not change " + what
                  : "The catalogue did not answer; it is not known whether it changed " + what,
              e);
        }
        lost = e;
      }
    }
    if (lost == null) {
      throw new CatalogException(
          "Others kept changing " + what + " during " + attempts + " attempts");
    }
    throw failure("The catalogue did not answer; it is not known whether it changed " + what, lost);
  }

  private static boolean outcomeUnknown(MongoException e) {
    return e instanceof MongoSocketException
        || e instanceof MongoNotPrimaryException
        || e instanceof MongoNodeIsRecoveringException
        || e instanceof MongoWriteConcernException
        || e.hasErrorLabel("RetryableWriteError");
  }

  static boolean isDuplicateKey(MongoException e) {
    return ErrorCategory.fromErrorCode(e.getCode()) == ErrorCategory.DUPLICATE_KEY;
  }

  private <R> CompletableFuture<R> submit(Supplier<R> call) {
    try {
      return CompletableFuture.supplyAsync(call, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new CatalogException("Too many requests wait for the catalogue", e));
    }
  }

  static CatalogException failure(String sentence, MongoException e) {
    if (e instanceof MongoInterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new CatalogException(sentence + ": " + e.getMessage(), e);
  }
}
