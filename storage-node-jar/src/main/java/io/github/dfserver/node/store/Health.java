package io.github.dfserver.node.store;

import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether the store can still keep its promises. Once it cannot, it takes no change any more; what
 * it holds can be read. Safe for use by several threads.
 */
final class Health {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());

  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Stops the store for good. */
  void fail(String problem, Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      LOG.log(Level.ERROR, problem + ". Nothing more is stored until the node is restarted", cause);
    }
  }

  boolean failed() {
    return failure.get() != null;
  }

  /** Refuses when the store has failed. */
  void check() throws StoreException {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new StoreException(
          FailureCode.STORE_FAILED, "the store failed before: " + cause.getMessage(), cause);
    }
  }

  /** What a peer is told of a failure of the disk. */
  static StoreException explain(Throwable problem) {
    if (problem instanceof StoreException known) {
      return known;
    }
    if (problem instanceof CompletionException && problem.getCause() != null) {
      return explain(problem.getCause());
    }
    FailureCode code = isFull(problem) ? FailureCode.NO_SPACE : FailureCode.STORE_FAILED;
    return new StoreException(code, "the disk failed: " + problem.getMessage(), problem);
  }

  /** Whether the disk had no room, which may end. */
  static boolean isFull(Throwable problem) {
    String message = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
    return problem instanceof IOException
        && (message.contains("no space left")
            || message.contains("not enough space")
            || message.contains("quota exceeded"));
  }
}
