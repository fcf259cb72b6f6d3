package io.github.dfserver.manager.work;

import io.github.dfserver.manager.catalog.CatalogException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Waits, on a thread that may, for an answer of the catalogue. */
public final class Await {
  private static final long LIMIT_SECONDS = 30;
  private static final int AT_ONCE = 64;

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

  /**
   * The results of a change or a look-up of each item, in their order; a limited number is under
   * way at a time, so that requests find room among them.
   *
   * @throws CompletionException with what the first of them failed with
   * @throws CatalogException when one takes longer than half a minute
   */
  public static <T, R> List<R> each(List<T> items, Function<T, CompletionStage<R>> work) {
    List<R> results = new ArrayList<>(items.size());
    for (int from = 0; from < items.size(); from += AT_ONCE) {
      List<CompletionStage<R>> stages =
          items.subList(from, Math.min(items.size(), from + AT_ONCE)).stream().map(work).toList();
      stages.forEach(stage -> results.add(result(stage)));
    }
    return results;
  }
}
