package io.github.dfserver.journal;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Tells those who wait for a group how it went.
 *
 * @param failure null when the group is forced
 */
record Completion(List<CompletableFuture<Void>> waiting, JournalFailedException failure)
    implements Runnable {

  @Override
  public void run() {
    for (CompletableFuture<Void> future : waiting) {
      if (failure == null) {
        future.complete(null);
      } else {
        future.completeExceptionally(failure);
      }
    }
  }
}
