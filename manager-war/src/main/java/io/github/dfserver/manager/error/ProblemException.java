package io.github.dfserver.manager.error;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.request.RequestOrigin;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Ends a request with a {@link Problem}. Carries no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(ProblemException.class.getName());

  private final transient Problem problem;

  /** Makes an exception that ends the request with this problem. */
  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What the client is told. */
  public Problem problem() {
    return problem;
  }

  /**
   * What a client is told of any failure; one that is not already a problem is logged.
   *
   * @param origin of the request that failed
   */
  public static Problem problemOf(Throwable failure, RequestOrigin origin) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ProblemException e) {
      return e.problem();
    }
    LOG.log(Level.ERROR, "A request failed: request=" + origin.requestId(), cause);
    return cause instanceof CatalogException
        ? Problem.outcomeUnknown("The catalogue did not answer; try again.")
        : Problem.internalError("The request failed; the server's log says why.");
  }
}
