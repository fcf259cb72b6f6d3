package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Runs what reads much of the state file.
 *
 * @param executor runs it
 * @param ledger tells when its answer may be told
 */
record Scans(Executor executor, Ledger ledger) {

  /** Reads on the executor, and answers when everything that may have been seen is forced. */
  <T> CompletionStage<T> run(Supplier<T> scan) {
    try {
      return CompletableFuture.supplyAsync(scan, executor).thenCompose(ledger::settled);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new CatalogException("Too many requests wait for the catalogue", e));
    }
  }
}
