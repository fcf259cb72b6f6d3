package io.github.dfserver.manager.work;

import java.util.concurrent.CompletionException;

/** What stages fail with. */
public final class Failure {
  private Failure() {}

  /** The failure itself, without what stages wrap around it. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
