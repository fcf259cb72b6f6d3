package io.github.dfserver.manager.work;

import io.github.dfserver.manager.catalog.CatalogException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits, on a thread that may, for an answer of the catalogue. */
public final class Await {
  private static final long LIMIT_SECONDS = 30;

  private Await() {}

  /**
   * The result of a stage.
   *
   * @throws CompletionException with what the stage failed with
   * @throws CatalogException when it takes longer than half a minute
   */
  public static <T> T result(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new CatalogException("the catalogue took longer than " + LIMIT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException("the manager is stopping", e);
    }
  }
}
